#include "rules/junit_rule.hpp"

#include <expected>

#include <fmt/format.h>

#include "rules/junit_suite.hpp"
#include "rules/rules.hpp"
#include "values/xml.hpp"

namespace isorun {

namespace {

class JunitMerge final : public Merge {
 public:
  explicit JunitMerge(const Workplace& place)
      : texts_(place.directory),
        root_(place.last_counts ? JunitSuite::Cases::last : JunitSuite::Cases::all) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    pugi::xml_document document;
    if (const auto loaded = load_xml(document, content); !loaded) return loaded;
    const pugi::xml_node root = document.document_element();
    const std::string_view kind = root.name();
    if (kind != "testsuites" && kind != "testsuite") {
      return std::unexpected(Error{Phase::collect, 0, "it is not a JUnit file"});
    }
    ++files_;
    JunitSuite::Place place = {file.shard, suites_before_[file.shard]};
    // A lone <testsuite> counts as a list of one.
    const auto added =
        kind == "testsuites" ? root_.add(root, place, texts_) : root_.add(document, place, texts_);
    suites_before_[file.shard] = place.second;
    return added;
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    root_.settle();
    out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    const Result<void> written = root_.write(out, "testsuites", 0, texts_);
    if (!written) return std::unexpected(Problem{written.error()});
    return Merged{{fmt::format("JUnit cases: {}, from files: {}, shards: {}", root_.counts().tests,
                               files_, suites_before_.size())}};
  }

 private:
  TemporaryFile texts_;
  JunitSuite root_;
  std::map<std::size_t, std::size_t> suites_before_;  // by shard
  std::size_t files_ = 0;
};

}  // namespace

std::unique_ptr<Merge> start_junit(const Workplace& place) {
  return std::make_unique<JunitMerge>(place);
}

}  // namespace isorun
