#include "rules/coverage_py_rule.hpp"

#include <expected>

#include <fmt/format.h>

#include "rules/spool.hpp"

namespace isorun {

namespace {

// See https://www.sqlite.org/fileformat.html: the page size follows the magic, and the number of
// pages is at offset 28, both big-endian.
constexpr std::string_view magic("SQLite format 3\0", 16);
constexpr std::size_t header_size = 100;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t number = 0;
  for (const char byte : bytes.substr(at, size)) {
    number = number << 8 | static_cast<unsigned char>(byte);
  }
  return number;
}

Result<void> check(std::string_view content) {
  const auto refuse = [](const char* why) {
    return std::unexpected(Error{Phase::collect, 0, why});
  };
  if (content.empty()) return refuse("it is empty");
  if (!content.starts_with(magic)) return refuse("it is not a data file of coverage.py 5 or later");
  if (content.size() < header_size) return refuse("the file seems to be truncated");
  const std::uint64_t page = number_at(content, 16, 2);
  const std::uint64_t page_size = page == 1 ? 65536 : page;
  if (content.size() < page_size * number_at(content, 28, 4)) {
    return refuse("the file seems to be truncated");
  }
  return {};
}

class CoveragePyMerge final : public CheckedMerge {
 public:
  explicit CoveragePyMerge(int directory) : CheckedMerge(directory, check) {}

  std::expected<Merged, Problem> merge(Output& out) override {
    std::size_t shard = 0;
    std::size_t number = 0;
    const auto placed = spool().each([&](const SourceFile& file, std::string_view content) {
      number = file.shard == shard ? number + 1 : 1;
      shard = file.shard;
      return out.add(fmt::format(".coverage.{}.{}", shard, number), content);
    });
    if (!placed) return std::unexpected(placed.error());
    return Merged{
        {fmt::format("coverage.py data files: {}; make one of them with `coverage "
                     "combine` and their directory",
                     spool().files())}};
  }
};

}  // namespace

std::unique_ptr<Merge> start_coverage_py(const Workplace& place) {
  return std::make_unique<CoveragePyMerge>(place.directory);
}

}  // namespace isorun
