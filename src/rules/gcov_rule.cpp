#include "rules/gcov_rule.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <expected>

#include <fmt/format.h>

#include "base/interruption.hpp"
#include "files/files.hpp"
#include "rules/spool.hpp"
#include "rules/tool.hpp"

namespace isorun {

namespace {

constexpr Tool gcov_tool = {{"gcov-tool"}, "gcc"};

std::int32_t word_at(std::string_view content, std::size_t at) {
  std::int32_t word = 0;
  std::memcpy(&word, content.data() + at, sizeof word);
  return word;
}

// Before GCC 12 the header has three words, and lengths count words. Since then it has four, and
// lengths count bytes; negative lengths stand for counters that are all zero and omitted.
struct Edition {
  std::size_t header = 0;
  std::size_t unit = 0;
};

// Four characters in reverse: *22B is 12.2.
Edition edition_of(std::string_view content) {
  constexpr std::size_t version = 4;
  const int major = (content[version + 3] - 'A') * 10 + (content[version + 2] - '0');
  return major >= 12 ? Edition{16, 1} : Edition{12, 4};
}

// Whether the file is a sequence of whole records (tag, length, data) up to its end mark, a zero.
// gcov-tool itself accepts a file truncated between two records.
bool is_whole(std::string_view content, const Edition& edition) {
  constexpr std::size_t word = sizeof(std::int32_t);
  std::size_t at = edition.header;
  while (at + word <= content.size() && word_at(content, at) != 0 && !is_interrupted()) {
    if (at + 2 * word > content.size()) return false;
    const std::int32_t length = std::max(0, word_at(content, at + word));
    at += 2 * word + static_cast<std::size_t>(length) * edition.unit;
  }
  return at + word == content.size();
}

Result<void> check(std::string_view content) {
  const auto refuse = [](const char* why) {
    return std::unexpected(Error{Phase::collect, 0, why});
  };
  constexpr std::size_t shortest = 16;
  if (content.empty()) return refuse("it is empty");
  if (content.size() < shortest || !content.starts_with("adcg")) {
    return refuse("it is not a .gcda file of this machine, or is truncated");
  }
  if (!is_whole(content, edition_of(content))) return refuse("the file seems to be truncated");
  return {};
}

class GcovMerge final : public CheckedMerge {
 public:
  explicit GcovMerge(int directory) : CheckedMerge(directory, check) {}

  std::expected<Merged, Problem> merge(Output& out) override {
    const std::string more = out.name() + "-more";
    const std::string both = out.name() + "-both";
    bool is_first = true;
    for (const std::size_t shard : spool().shards()) {
      Output layout(out.directory(), is_first ? out.name() : more);
      if (auto written = write(shard, layout); !written) return std::unexpected(written.error());
      if (!is_first) {
        if (auto added = add_up(out, more, both); !added) {
          return std::unexpected(Problem{added.error()});
        }
      }
      is_first = false;
    }
    return Merged{{fmt::format("coverage of files: {}, shards: {}", spool().files(),
                               spool().shards().size())}};
  }

 private:
  [[nodiscard]] std::expected<void, Problem> write(std::size_t shard, Output& layout) const {
    return spool().each_of(shard, [&](const SourceFile& file, std::string_view content) {
      return layout.add(file.path.substr(1), content);
    });
  }

  static Result<void> add_up(const Output& out, const std::string& more, const std::string& both) {
    const int directory = out.directory();
    const Result<std::string> said = run_tool(
        gcov_tool, {.arguments = {"merge", out.name(), more, "-o", both}, .directory = directory});
    if (!said) return std::unexpected(said.error());
    // gcov-tool prints complaints about files that do not match but exits with 0.
    if (!said->empty()) return std::unexpected(Error{Phase::collect, 0, "gcov-tool: " + *said});
    for (const std::string& summed : {out.name(), more}) {
      if (auto removed = remove_tree(directory, summed); !removed) return removed;
    }
    if (::renameat(directory, both.c_str(), directory, out.name().c_str()) == 0) return {};
    return std::unexpected(Error{Phase::collect, errno, "renaming what gcov-tool made"});
  }
};

}  // namespace

std::unique_ptr<Merge> start_gcov(const Workplace& place) {
  return std::make_unique<GcovMerge>(place.directory);
}

}  // namespace isorun
