#include "rules/newest_rule.hpp"

#include <compare>
#include <expected>
#include <tuple>

#include "files/temporary_file.hpp"
#include "rules/rules.hpp"

namespace isorun {

namespace {

class NewestMerge final : public Merge {
 public:
  explicit NewestMerge(int directory) : directory_(directory) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    if (!is_newer(file)) return {};
    newest_ = file;
    content_.emplace(directory_);
    return content_->append(content);
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    const Result<Content> content = content_->read(0, content_->size());
    if (!content) return std::unexpected(Problem{content.error(), newest_});
    out.write(content->text());
    return Merged();
  }

 private:
  [[nodiscard]] bool is_newer(const SourceFile& file) const {
    const auto age = [](const SourceFile& of) {
      return std::tie(of.modified.tv_sec, of.modified.tv_nsec, of.shard);
    };
    return !newest_ || age(file) >= age(*newest_);
  }

  int directory_;
  std::optional<SourceFile> newest_;
  std::optional<TemporaryFile> content_;
};

}  // namespace

std::unique_ptr<Merge> start_newest(const Workplace& place) {
  return std::make_unique<NewestMerge>(place.directory);
}

}  // namespace isorun
