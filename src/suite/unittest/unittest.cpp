#include "suite/unittest/unittest.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "suite/driver.hpp"
#include "suite/long_list.hpp"
#include "suite/pytest/reports.hpp"
#include "suite/reports.hpp"
#include "suite/support_files.hpp"
#include "suite/unittest/results.hpp"

namespace isorun::unittest {
namespace {

constexpr std::string_view results_file = "unittest.jsonl";

bool is_python(std::string_view word) {
  const std::string_view name = base_name(word);
  return name.starts_with("python") || name.starts_with("pypy");
}

// Options of Python and of `coverage run` whose value is the next word.
constexpr std::string_view takes_value[] = {
    "-X",        "-W",     "--concurrency", "--context",     "--data-file", "--debug",
    "--include", "--omit", "--rcfile",      "--save-signal", "--source"};

bool is_module(const Words& words, std::size_t i, std::string_view name) {
  return words[i] == fmt::format("-m{}", name) ||
         (words[i] == "-m" && i + 1 < words.size() && words[i + 1] == name);
}

// The place of "-m NAME" or "-mNAME" among the options that begin at `i`; words.size() if something
// else runs.
std::size_t find_module(const Words& words, std::size_t i, std::string_view name) {
  for (; i < words.size() && words[i].starts_with('-'); ++i) {
    if (is_module(words, i, name)) return i;
    if (words[i] == "-m" || words[i] == "-c") break;
    if (std::ranges::find(takes_value, words[i]) != std::end(takes_value)) ++i;
  }
  return words.size();
}

// The word after `run` in `coverage run` or `python3 -m coverage run`; 0 if it is neither.
std::size_t after_coverage(const Words& words) {
  std::size_t run = 1;
  if (is_python(words.front())) {
    const std::size_t module = find_module(words, 1, "coverage");
    run = module + (module < words.size() && words[module] == "-m" ? 2 : 1);
  } else if (const std::string_view name = base_name(words.front());
             !name.starts_with("coverage") && name != "python3-coverage") {
    return 0;
  }
  return run < words.size() && words[run] == "run" ? run + 1 : 0;
}

std::size_t find_unittest(const Words& words) {
  const std::size_t begin = after_coverage(words);
  if (begin == 0 && !is_python(words.front())) return words.size();
  return find_module(words, std::max<std::size_t>(begin, 1), "unittest");
}

bool is_unittest(const Words& words) {
  return find_unittest(words) < words.size();
}

// `./manage.py test`, `python3 manage.py test`, `coverage run manage.py test`, `django-admin test`.
bool is_django(const Words& words) {
  const std::size_t begin = after_coverage(words);
  for (std::size_t i = begin; i + 1 < words.size(); ++i) {
    const std::string_view name = base_name(words[i]);
    if (name == "manage.py" || name == "django-admin") return words[i + 1] == "test";
    if (i == 0 && !is_python(name)) break;
  }
  return false;
}

ShardCommand with_script(const UserCommand& command, std::string_view mode,
                         std::string_view directory) {
  const std::string place = command.support + "/unittest";
  ShardCommand result = {
      .argv = command.argv,
      .set = {fmt::format("ISORUN_UNITTEST={}", mode),
              fmt::format("ISORUN_UNITTEST_RESULTS={}/{}", directory, results_file)},
      .joins_errors = true};
  if (const std::size_t module = find_unittest(command.argv); is_unittest(command.argv)) {
    const auto begin = result.argv.begin() + static_cast<std::ptrdiff_t>(module);
    const auto end = result.argv.erase(begin, begin + (*begin == "-m" ? 2 : 1));
    result.argv.insert(end, place + "/isorun_unittest.py");
    return result;
  }
  const std::string_view path = variable_in(command.environment, "PYTHONPATH").value_or("");
  result.set.push_back(fmt::format("PYTHONPATH={}{}{}", place, path.empty() ? "" : ":", path));
  if (const auto own = value_in(command.argv, {"--testrunner"}))
    result.set.push_back(fmt::format("ISORUN_DJANGO_RUNNER={}", *own));
  result.argv.insert(std::ranges::find(result.argv, "--"), "--testrunner=isorun_django.Runner");
  return result;
}

struct Listing {
  std::vector<Unit> units;
  Wishes wishes{};
  std::vector<Report> reports{};
};

std::string text_in(const json::Value& value, const char* name) {
  return std::string(json::string_in(value, name).value_or(""));
}

std::optional<Listing> read_listing(std::string_view text, std::string_view support) {
  std::optional<Listing> listing;
  for (const std::string_view line : lines(text)) {
    const auto record = json::parse(line);
    const json::Value* units = record == nullptr ? nullptr : json::array_in(*record, "units");
    if (units == nullptr) continue;
    listing.emplace();
    listing->wishes.max_fail =
        static_cast<unsigned>(json::count_in(*record, "maxfail").value_or(0));
    listing->reports = pytest::read_reports(*record, support);
    for (const json::Value& unit : units->GetArray())
      listing->units.push_back({.name = text_in(unit, "id"),
                                .suite = text_in(unit, "suite"),
                                .file = text_in(unit, "file")});
  }
  return listing;
}

class Unittest : public Suite {
 public:
  Unittest(UserCommand command, Listing listing)
      : command_(std::move(command)), listing_(std::move(listing)) {}

  [[nodiscard]] std::string_view framework() const override {
    return is_unittest(command_.argv) ? "unittest" : "django";
  }
  [[nodiscard]] const std::vector<Unit>& units() const override { return listing_.units; }
  [[nodiscard]] ShardLimits limits() const override { return {.bytes = longest_list}; }
  [[nodiscard]] std::size_t bytes(std::size_t unit) const override {
    return units()[unit].name.size() + 1;
  }
  // The fixtures of a module and its classes run once.
  [[nodiscard]] Group group() const override { return Group::file; }
  [[nodiscard]] Wishes wishes() const override { return listing_.wishes; }
  [[nodiscard]] bool names_lines() const override { return true; }
  [[nodiscard]] std::vector<Report> reports() const override { return listing_.reports; }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view directory) const override {
    ShardCommand result = with_script(command_, "run", directory);
    pass_list(result, "ISORUN_UNITTEST_TESTS", names(shard));
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override {
    const std::string report = evidence.file(results_file).value_or("");
    return settle(shard, evidence, read_outcomes(report, evidence.output, names(shard)));
  }

 private:
  [[nodiscard]] std::vector<std::string_view> names(std::span<const std::size_t> shard) const {
    std::vector<std::string_view> result;
    for (const std::size_t unit : shard) result.emplace_back(units()[unit].name);
    return result;
  }

  UserCommand command_;
  Listing listing_;
};

}  // namespace

Match match(const Invocation& invocation) {
  const Words& words = invocation.command.argv;
  return is_unittest(words) || is_django(words) ? Match::yes : Match::no;
}

ShardCommand listing(const UserCommand& command, std::string_view directory) {
  return with_script(command, "list", directory);
}

Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing) {
  if (command.support.empty()) return refuse_missing_support("unittest");
  const auto text = listing.file(results_file);
  std::optional<Listing> found = text ? read_listing(*text, command.support) : std::nullopt;
  if (!found) return nullptr;
  return std::make_unique<Unittest>(command, *std::move(found));
}

}  // namespace isorun::unittest
