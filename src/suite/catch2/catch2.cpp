#include "suite/catch2/catch2.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "suite/catch2/report.hpp"
#include "suite/catch2/spec.hpp"
#include "suite/catch2/user_reports.hpp"

namespace isorun::catch2 {
namespace {

constexpr std::string_view report_file = "catch2.xml";

// execve(2): no argument may be longer (MAX_ARG_STRLEN), including its NUL.
constexpr std::size_t longest_argument = 128UL * 1024;

std::string xml_reporter(std::string_view directory) {
  return fmt::format("xml::out={}/{}", directory, report_file);
}

// The command with an additional reporter into a file, next to the user's reporters or the default
// one, console.
ShardCommand with_reporter(const Words& argv, std::string_view directory) {
  ShardCommand result = {argv, {}, {}};
  if (!has_option(argv, {"-r", "--reporter"}))
    result.argv.insert(result.argv.end(), {"--reporter", "console"});
  result.argv.insert(result.argv.end(), {"--reporter", xml_reporter(directory)});
  return result;
}

class Catch2 : public Suite {
 public:
  Catch2(const UserCommand& command, std::vector<Unit> units)
      : argv_(without_alternatives(command.argv)),
        units_(std::move(units)),
        specs_(specs_of(units_)) {}

  [[nodiscard]] std::string_view framework() const override { return "catch2"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] std::vector<Report> reports() const override { return user_reports(argv_); }

  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_argument - 1}; }
  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return specs_[unit].size() + 1;
  }

  [[nodiscard]] Wishes wishes() const override {
    if (has_option(argv_, {"-a", "--abort"})) return {.max_fail = 1};
    const std::string_view count = option_value(argv_, {"-x", "--abortx"});
    Wishes wishes;
    std::from_chars(count.data(), count.data() + count.size(), wishes.max_fail);
    return wishes;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view directory) const override {
    std::string spec;
    for (const std::size_t unit : shard) {
      if (!spec.empty()) spec += ',';
      spec += specs_[unit];
    }
    ShardCommand result = with_reporter(argv_, directory);
    // Repeated options are errors.
    if (!has_option(argv_, {"-d", "--durations"}))
      result.argv.insert(result.argv.end(), {"--durations", "yes"});
    result.argv.push_back(std::move(spec));
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override {
    std::vector<std::string_view> names;
    for (const std::size_t unit : shard) names.emplace_back(units_[unit].name);
    const std::string report = evidence.file(report_file).value_or("");
    return settle(shard, evidence, read_report(report, evidence.output, names));
  }

 private:
  Words argv_;
  std::vector<Unit> units_;
  Words specs_;  // one per unit
};

}  // namespace

Match match(const Invocation& invocation) {
  // An element name of the XML reporter, or a symbol of a program that links Catch2 dynamically.
  return match_marks(invocation, {"Catch2TestRun", "_ZN5Catch7AutoRegC1ENS_6Detail10unique_ptr"});
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  ShardCommand result = with_reporter(command.argv, directory);
  result.argv.emplace_back("--list-tests");
  return result;
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  const auto report = listing.file(report_file);
  auto units = report ? read_listing(*report) : std::nullopt;
  if (!units || listing.ending.how != Ending::How::exited || listing.ending.code != 0)
    return nullptr;
  if (has_option(command.argv, {"--shard-count", "--shard-index"})) {
    return std::unexpected(Error{Phase::usage, 0,
                                 "--shard-count and --shard-index are Catch2's own way to split a "
                                 "suite, which isorun does already; leave them out"});
  }
  return std::make_unique<Catch2>(command, std::move(*units));
}

}  // namespace isorun::catch2
