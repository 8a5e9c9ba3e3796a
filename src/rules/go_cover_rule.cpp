#include "rules/go_cover_rule.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <expected>
#include <map>

#include <fmt/format.h>

#include "base/interruption.hpp"
#include "base/text.hpp"
#include "rules/rules.hpp"

namespace isorun {

namespace {

// line.column,line.column statements
using Block = std::array<std::uint64_t, 5>;

struct Counted {
  std::string_view file;
  Block block = {};
  std::uint64_t count = 0;
};

constexpr std::array separators = {'.', ',', '.', ' ', ' ', '\0'};

std::unexpected<Error> refuse(std::size_t line, std::string_view why) {
  return std::unexpected(Error{Phase::collect, 0, fmt::format("line {}: {}", line, why)});
}

Result<Counted> parse(std::string_view text, std::size_t line) {
  const auto refuse_block = [&] { return refuse(line, "it is not a block of a Go cover profile"); };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return refuse_block();
  std::array<std::uint64_t, separators.size()> numbers = {};
  const char* at = text.data() + colon + 1;
  const char* const end = text.data() + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto [next, error] = std::from_chars(at, end, numbers.at(i));
    if (error != std::errc()) return refuse_block();
    const bool is_last = i + 1 == numbers.size();
    if (is_last ? next != end : next == end || *next != separators.at(i)) return refuse_block();
    at = next + 1;
  }
  Counted counted{text.substr(0, colon), {}, numbers.back()};
  std::copy_n(numbers.begin(), counted.block.size(), counted.block.begin());
  return counted;
}

// The magic of covmeta.* and covcounters.*, see Go's internal/coverage/defs.go.
constexpr std::array magics = {std::string_view("\0cvm", 4), std::string_view("\0cwm", 4)};

class GoCoverMerge final : public Merge {
 public:
  Result<void> add(const SourceFile& /*file*/, std::string_view content) override {
    if (content.empty()) return std::unexpected(Error{Phase::collect, 0, "it is empty"});
    if (std::ranges::any_of(magics, [&](auto magic) { return content.starts_with(magic); })) {
      return std::unexpected(
          Error{Phase::collect, 0, "it is binary coverage data, which programs write to GOCOVERDIR",
                "collect that directory with the rule copy, and make a profile of what is "
                "collected with `go tool covdata textfmt`"});
    }
    if (!content.ends_with('\n')) {
      return std::unexpected(Error{Phase::collect, 0, "the file seems to be truncated"});
    }
    std::size_t number = 0;
    for (const std::string_view line : lines(content)) {
      ++number;
      const Result<void> taken = number == 1 ? take_mode(line) : take_block(line, number);
      if (!taken) return taken;
    }
    return {};
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    out.write(mode_ + '\n');
    for (const auto& [file, blocks] : files_) {
      for (const auto& [n, count] : blocks) {
        if (is_interrupted()) return Merged();
        out.write(fmt::format("{}:{}.{},{}.{} {} {}\n", file, n[0], n[1], n[2], n[3], n[4], count));
      }
    }
    return Merged();
  }

 private:
  Result<void> take_mode(std::string_view line) {
    if (line != "mode: set" && line != "mode: count" && line != "mode: atomic") {
      return refuse(1, "it is not the mode of a Go cover profile");
    }
    if (mode_.empty()) mode_ = line;
    if (mode_ == line) return {};
    return refuse(1, fmt::format("it is \"{}\", but \"{}\" in another file", line, mode_));
  }

  Result<void> take_block(std::string_view line, std::size_t number) {
    const Result<Counted> counted = parse(line, number);
    if (!counted) return std::unexpected(counted.error());
    // Blocks of one file follow each other.
    if (recent_ == files_.end() || recent_->first != counted->file)
      recent_ = files_.try_emplace(std::string(counted->file)).first;
    std::uint64_t& sum = recent_->second[counted->block];
    sum = mode_ == "mode: set" ? sum | counted->count : sum + counted->count;
    return {};
  }

  std::string mode_;
  using Files = std::map<std::string, std::map<Block, std::uint64_t>>;
  Files files_;
  Files::iterator recent_ = files_.end();
};

}  // namespace

std::unique_ptr<Merge> start_go_cover(const Workplace& /*place*/) {
  return std::make_unique<GoCoverMerge>();
}

}  // namespace isorun
