#include "rules/csv_rule.hpp"

#include <algorithm>
#include <expected>

#include <fmt/format.h>

#include "base/interruption.hpp"
#include "base/text.hpp"
#include "rules/spool.hpp"

namespace isorun {

namespace {

// The first record including its line end; line ends in quotes do not count. Empty if a quote is
// not closed.
std::string_view header_of(std::string_view table) {
  bool is_quoted = false;
  for (std::size_t at = 0; at < table.size() && !is_interrupted(); ++at) {
    if (table[at] == '"') is_quoted = !is_quoted;
    if (table[at] == '\n' && !is_quoted) return table.substr(0, at + 1);
  }
  return is_quoted ? std::string_view() : table;
}

std::string_view without_end(std::string_view line) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::size_t count_quotes(std::string_view table) {
  constexpr std::size_t piece = std::size_t{1} << 20;
  std::size_t quotes = 0;
  for (std::size_t at = 0; at < table.size() && !is_interrupted(); at += piece)
    quotes += static_cast<std::size_t>(std::ranges::count(table.substr(at, piece), '"'));
  return quotes;
}

Result<void> check(std::string_view table) {
  const auto refuse = [](const char* why) {
    return std::unexpected(Error{Phase::collect, 0, why});
  };
  if (table.empty()) return refuse("it is empty");
  if (count_quotes(table) % 2 != 0) {
    return refuse("unterminated quote; the file seems to be truncated");
  }
  if (trim(header_of(table)).empty()) return refuse("its first line, the header, is empty");
  return {};
}

class CsvMerge final : public CheckedMerge {
 public:
  explicit CsvMerge(int directory) : CheckedMerge(directory, check) {}

  std::expected<Merged, Problem> merge(Output& out) override {
    SourceFile first;
    std::string header;
    const auto read =
        spool().each([&](const SourceFile& file, std::string_view table) -> Result<void> {
          const std::string_view own = header_of(table);
          if (header.empty()) {
            first = file;
            header = without_end(own);
            out.write(header);
            out.write(own.ends_with("\r\n") ? "\r\n" : "\n");
          } else if (without_end(own) != header) {
            return std::unexpected(
                Error{Phase::collect, 0,
                      fmt::format("its header differs from that of {}", to_string(first))});
          }
          const std::string_view records = table.substr(own.size());
          out.write(records);
          if (!records.empty() && !records.ends_with('\n')) out.write("\n");
          return {};
        });
    if (!read) return std::unexpected(read.error());
    return Merged();
  }
};

}  // namespace

std::unique_ptr<Merge> start_csv(const Workplace& place) {
  return std::make_unique<CsvMerge>(place.directory);
}

}  // namespace isorun
