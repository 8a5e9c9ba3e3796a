#include "suite/pytest/pytest.hpp"

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "suite/long_list.hpp"
#include "suite/pytest/cache.hpp"
#include "suite/pytest/listing.hpp"
#include "suite/pytest/results.hpp"
#include "suite/support_files.hpp"

namespace isorun::pytest {
namespace {

constexpr std::string_view results_file = "pytest.jsonl";
constexpr std::string_view plugin = "isorun_pytest";

bool is_program(std::string_view word) {
  const std::string_view name = word.substr(word.find_last_of("/:") + 1);
  const auto is_versioned = [name](std::string_view stem) { return name.starts_with(stem); };
  return name == "pytest" || name == "py.test" || is_versioned("pytest-3") ||
         is_versioned("pytest3") || is_versioned("py.test-3");
}

// `python3 -m pytest`, `poetry run pytest`, `hatch run unit:pytest`, `tox -e py3 -- pytest`
bool introduces_program(std::string_view word) {
  return word == "-m" || word == "run" || word == "--";
}

// `sh -c 'cd tests && pytest'`
bool is_shell_command(std::string_view word) {
  return word.contains(' ') && word.contains("pytest");
}

// `tox -e py3`, `python3 -m nox`: their configuration knows.
bool is_tox_or_nox(std::span<const std::string> words, std::size_t i) {
  const std::string_view name = std::string_view(words[i]).substr(words[i].rfind('/') + 1);
  return (name == "tox" || name == "nox") && (i == 0 || words[i - 1] == "-m");
}

Match match_of(std::span<const std::string> words) {
  Match found = Match::no;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "-mpytest") return Match::yes;
    if (is_tox_or_nox(words, i) || is_shell_command(words[i])) found = Match::maybe;
    if (!is_program(words[i])) continue;
    if (i == 0 || introduces_program(words[i - 1])) return Match::yes;
    found = Match::maybe;
  }
  return found;
}

bool is_script_for_pytest(const NamedFile& file) {
  return file.content.starts_with("#!") && file.content.contains("pytest");
}

std::string_view user_value(const UserCommand& command, std::string_view name) {
  for (const std::string_view entry : command.environment) {
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
      return entry.substr(name.size() + 1);
  }
  return {};
}

// Adds nothing to the command line, so that wrappers and the user's scripts need not pass it on.
ShardCommand with_plugin(const UserCommand& command, std::string_view mode,
                         std::string_view directory) {
  const std::string_view path = user_value(command, "PYTHONPATH");
  const std::string_view plugins = user_value(command, "PYTEST_PLUGINS");
  return {
      .argv = command.argv,
      .set = {
          fmt::format("PYTHONPATH={}/pytest{}{}", command.support, path.empty() ? "" : ":", path),
          // Last: when loaded, xdist copies sys.path, which must still contain our directory.
          fmt::format("PYTEST_PLUGINS={}{}{}", plugins, plugins.empty() ? "" : ",", plugin),
          fmt::format("ISORUN_PYTEST={}", mode),
          fmt::format("ISORUN_PYTEST_RESULTS={}/{}", directory, results_file)}};
}

class Pytest : public Suite {
 public:
  Pytest(UserCommand command, Listing listing)
      : command_(std::move(command)), listing_(std::move(listing)) {}

  [[nodiscard]] std::string_view framework() const override { return "pytest"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return listing_.units; }
  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_list}; }
  // Users of pytest expect module fixtures to be created once.
  [[nodiscard]] Group group() const override { return Group::file; }
  [[nodiscard]] Wishes wishes() const override { return listing_.wishes; }
  [[nodiscard]] std::chrono::nanoseconds start_up() const override { return listing_.start_up; }
  [[nodiscard]] bool gives_back() const override { return listing_.wishes.workers == 0; }
  [[nodiscard]] bool names_lines() const override { return true; }
  [[nodiscard]] std::vector<Report> reports() const override { return listing_.reports; }

  [[nodiscard]] std::vector<StateFile> remember(const LastRun& run) const override {
    if (listing_.cache.empty()) return {};
    return next_cache(listing_.cache, units(), run);
  }

  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return units()[unit].name.size() + 1 + units()[unit].file.size() + 1;
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view directory) const override {
    ShardCommand result =
        with_plugin(command_, listing_.wishes.workers > 0 ? "control" : "run", directory);
    pass_list(result, "ISORUN_PYTEST_TESTS", names(shard));
    pass_list(result, "ISORUN_PYTEST_FILES", files(shard));
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override {
    return combine(shard, names(shard), evidence, evidence.file(results_file),
                   listing_.wishes.max_fail);
  }

 private:
  [[nodiscard]] std::vector<std::string_view> names(std::span<const std::size_t> shard) const {
    std::vector<std::string_view> result;
    for (const std::size_t unit : shard) result.emplace_back(units()[unit].name);
    return result;
  }

  // Empty if a unit has no file: then pytest must collect everything.
  [[nodiscard]] std::vector<std::string_view> files(std::span<const std::size_t> shard) const {
    std::vector<std::string_view> result;
    for (const std::size_t unit : shard) result.emplace_back(units()[unit].file);
    std::ranges::sort(result);
    const auto repeated = std::ranges::unique(result);
    result.erase(repeated.begin(), repeated.end());
    if (!result.empty() && result.front().empty()) result.clear();
    return result;
  }

  UserCommand command_;
  Listing listing_;
};

}  // namespace

Match match(const Invocation& invocation) {
  const Match found = match_of(invocation.command.argv);
  if (found != Match::no) return found;
  const bool is_script = invocation.program && is_script_for_pytest(*invocation.program);
  return is_script || std::ranges::any_of(invocation.arguments, is_script_for_pytest) ? Match::maybe
                                                                                      : Match::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  return with_plugin(command, "list", directory);
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  if (command.support.empty() && match_of(command.argv) == Match::yes)
    return refuse_missing_support("pytest");
  const auto text = listing.file(results_file);
  if (!text) return nullptr;
  Result<Listing> found = read_listing(*text, listing, command.support);
  if (!found) return std::unexpected(found.error());
  // Modules skipped as a whole are units, although pytest alone reports that as no tests.
  constexpr int no_tests_collected = 5;
  if (listing.ending.how == Ending::How::exited && listing.ending.code == no_tests_collected)
    found->units.clear();
  return std::make_unique<Pytest>(command, std::move(*found));
}

}  // namespace isorun::pytest
