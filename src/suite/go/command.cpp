#include "suite/go/command.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "suite/captured.hpp"
#include "suite/driver.hpp"
#include "suite/verdict.hpp"

namespace isorun::go_command {
namespace {

// These build or print something else, measure, or write one file for the whole package: such a
// command runs whole.
constexpr std::string_view unsplittable[] = {
    "bench", "blockprofile", "c", "cpuprofile", "exec",         "fuzz", "h",
    "help",  "list",         "n", "memprofile", "mutexprofile", "o",    "trace"};

// What the go command adds for its own use.
constexpr std::string_view of_driver[] = {"-test.testlogfile=", "-test.gocoverdir="};

constexpr std::string_view profile_flag = "-test.coverprofile=";

// "run" of "-run", "--run=X" and "-test.run"; empty: not a flag.
std::string_view flag_in(std::string_view word) {
  if (!word.starts_with('-')) return {};
  word.remove_prefix(word.starts_with("--") ? 2 : 1);
  if (word.starts_with("test.")) word.remove_prefix(5);
  return word.substr(0, word.find('='));
}

// The words of `go test` before -args, and those after it, which belong to the tests.
std::span<const std::string> words_of(const Words& argv) {
  const auto end =
      std::ranges::find_if(argv, [](const std::string& word) { return flag_in(word) == "args"; });
  return std::span(argv).first(static_cast<std::size_t>(end - argv.begin()));
}

std::size_t count_of_arguments(const Words& argv) {
  const std::size_t own = words_of(argv).size();
  return own == argv.size() ? 0 : argv.size() - own - 1;
}

// The last value of a flag, "-run VALUE" or "--run=VALUE".
std::optional<std::string> value_of(std::span<const std::string> words, std::string_view flag) {
  std::optional<std::string> found;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (flag_in(words[i]) != flag) continue;
    const std::size_t equals = words[i].find('=');
    if (equals != std::string::npos)
      found = words[i].substr(equals + 1);
    else if (i + 1 < words.size())
      found = words[i + 1];
  }
  return found;
}

// "-C DIR" must stay the first flag.
std::size_t words_before_flags(const Words& argv) {
  if (argv.size() < 3 || flag_in(argv[2]) != "C") return 2;
  return argv[2].contains('=') || argv.size() == 3 ? 3 : 4;
}

std::string below(const std::string& directory, const std::string& path) {
  return path.starts_with('/') ? path : fmt::format("{}/{}", directory, path);
}

// Returns where the user wants the coverage profile: -outputdir applies to a relative path.
std::string profile_path(const Words& argv, const std::string& working_directory) {
  const std::span<const std::string> words = words_of(argv);
  std::string directory = working_directory;
  if (words_before_flags(argv) > 2)
    directory = below(directory, value_of(words, "C").value_or("."));
  if (const auto output = value_of(words, "outputdir"); output && !output->empty())
    directory = below(directory, *output);
  return below(directory, value_of(words, "coverprofile").value_or("cover.out"));
}

// Quotes a word for Go's internal/quoted, which takes quotes of either kind and has no escapes.
std::string quoted(std::string_view word) {
  const char quote = word.contains('\'') ? '"' : '\'';
  return fmt::format("{}{}{}", quote, word, quote);
}

// The program with the flags of the testing package, before what the tests themselves read.
Words command_of(Captured captured, std::size_t arguments, const std::string& profile) {
  const auto begin = captured.argv.begin() + 1;
  const auto end = captured.argv.end() -
                   static_cast<std::ptrdiff_t>(std::min(arguments, captured.argv.size() - 1));
  const auto is_flag = [](std::string_view word) { return word.starts_with("-test."); };
  const auto rest = std::stable_partition(begin, end, is_flag);
  const Words last(rest, captured.argv.end());
  captured.argv.erase(rest, captured.argv.end());
  std::erase_if(captured.argv, [](std::string_view word) {
    return std::ranges::any_of(of_driver,
                               [word](std::string_view own) { return word.starts_with(own); });
  });
  for (std::string& word : captured.argv)
    if (word.starts_with(profile_flag)) word = std::string(profile_flag) + profile;
  return placed(captured, last);
}

// Reads the events of `go test -json`: which package's program has which record, and what became
// of packages without one.
class Events {
 public:
  void take(std::string_view line) {
    const auto event = json::parse(line);
    if (event == nullptr) return take_text(line);
    const auto text = [&event](const char* name) {
      return std::string(json::string_in(*event, name).value_or(""));
    };
    const std::string action = text("Action");
    if (action == "build-output") {
      built_[text("ImportPath")] += text("Output");
      output_ += text("Output");
    } else if (action == "output") {
      take_output(text("Package"), text("Output"));
    } else if (action == "fail") {
      Package& package = packages_[text("Package")];
      package.has_failed = true;
      package.output = built_[text("FailedBuild")] + package.output;
    }
  }

  struct Package {
    std::string record{};
    std::string output{};
    bool has_failed = false;
  };
  [[nodiscard]] const std::map<std::string, Package>& packages() const { return packages_; }
  [[nodiscard]] const std::string& output() const { return output_; }

 private:
  void take_output(const std::string& name, std::string_view output) {
    if (output.starts_with(capture_mark)) {
      packages_[name].record = trim(output.substr(capture_mark.size()));
      return;
    }
    packages_[name].output += output;
    output_ += output;
  }

  // Before Go 1.24: "FAIL\texample.com/pkg [build failed]".
  void take_text(std::string_view line) {
    output_ += fmt::format("{}\n", line);
    constexpr std::string_view failed = "FAIL\t";
    if (!line.starts_with(failed) || !line.ends_with(']')) return;
    const std::string_view rest = line.substr(failed.size());
    Package& package = packages_[std::string(rest.substr(0, rest.find(' ')))];
    package.has_failed = true;
    package.output += fmt::format("{}\n", line);
  }

  std::map<std::string, Package> packages_;   // by import path
  std::map<std::string, std::string> built_;  // the compiler's output, by what it built
  std::string output_;
};

// "build failed" of the line "FAIL\tPACKAGE [build failed]".
std::string failure_in(std::string_view output) {
  const std::size_t open = output.rfind(" [");
  const std::size_t close = output.rfind("]\n");
  if (open == std::string_view::npos || close == std::string_view::npos || close < open)
    return "build failed";
  const std::string_view failure = output.substr(open + 2, close - open - 2);
  return failure.contains('\n') ? "build failed" : std::string(failure);
}

bool matches(const UserCommand& command) {
  const Words& argv = command.argv;
  if (base_name(argv.front()) != "go" || argv.size() < 2 || argv[1] != "test") return false;
  return std::ranges::none_of(words_of(argv), [](const std::string& word) {
    return std::ranges::find(unsplittable, flag_in(word)) != std::end(unsplittable);
  });
}

// Without GOTOOLCHAIN the go command might first fetch another one.
ShardCommand question(const UserCommand& command) {
  constexpr std::string_view script =
      "pwd -P && exec env GOTOOLCHAIN=local \"$1\" env GOCACHE GOMODCACHE GOPATH GOTMPDIR";
  return {{"sh", "-c", std::string(script), "sh", command.argv.front()}, {}, {}};
}

std::optional<BuildPlace> place(const UserCommand& /*command*/, const Evidence& answer) {
  Words said;
  for (const std::string_view line : lines(answer.output)) said.emplace_back(line);
  said.resize(5);
  BuildPlace place{
      .shared = {}, .temporary = std::move(said[4]), .working_directory = std::move(said[0])};
  const std::string packages = said[3].substr(0, said[3].find(':'));
  for (const std::string& path : {said[1], said[2], packages.empty() ? "" : packages + "/pkg"})
    if (path.starts_with('/')) place.shared.push_back(path);
  return place;
}

ShardCommand build(const UserCommand& command, std::string_view directory) {
  Words argv = command.argv;
  const std::string capture = quoted(fmt::format("{}/capture", directory));
  const auto flags = argv.begin() + static_cast<std::ptrdiff_t>(words_before_flags(argv));
  argv.insert(flags, {"-json", "-exec", fmt::format("sh {} keep", capture)});
  ShardCommand result = with_capture(std::move(argv), directory);
  result.set.push_back(fmt::format("GOTMPDIR={}", directory));
  return result;
}

Built read(const UserCommand& command, const BuildPlace& place, const Evidence& build,
           std::string_view directory) {
  Events events;
  for (const std::string_view line : lines(build.output)) events.take(line);
  const std::string profile = profile_path(command.argv, place.working_directory);
  Built built{.output = events.output()};
  bool has_failed = false;
  for (const auto& [name, package] : events.packages()) {
    const bool has_no_tests = package.record.empty() && !package.has_failed;
    if (name.empty() || has_no_tests) continue;
    TestProgram program{
        .command = command, .prefix = name + "::", .suite = name, .framework = "go"};
    auto captured = read_captured(package.record, command, build, directory);
    if (captured) {
      program.command.set = captured->set;
      program.command.argv =
          command_of(*std::move(captured), count_of_arguments(command.argv), profile);
    } else {
      has_failed = true;
      program.failure = failure_in(package.output);
      program.output = package.output;
    }
    built.programs.push_back(std::move(program));
  }
  const auto verdict = judge(build);
  built.failed = (!verdict || verdict->reason != Reason::passed) && !has_failed;
  const std::span<const std::string> words = words_of(command.argv);
  const auto has = [words](std::string_view flag) {
    return std::ranges::any_of(words,
                               [flag](const std::string& word) { return flag_in(word) == flag; });
  };
  if (has("json"))
    built.note = "-json: the events of all tests are in run.json and junit.xml of the results";
  else if (has("cover") && !has("coverprofile"))
    built.note = "-cover: only -coverprofile=FILE measures the coverage of all tests together";
  return built;
}

}  // namespace

constexpr Builder builder = {"go test", Builder::Makes::programs, matches, question, place, build,
                             read};

}  // namespace isorun::go_command
