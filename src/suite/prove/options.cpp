#include "suite/prove/options.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun::prove {
namespace {

enum class Kind {
  keep,    // affects how a script runs
  drop,    // isorun decides this itself: parallelism, order, verbosity
  select,  // selects scripts
};

struct Option {
  std::string_view name;
  bool takes_value = false;
  Kind kind = Kind::keep;
};

// App::Prove's options; those without a value that are kept need no entry.
constexpr Option long_options[] = {
    {"jobs", true, Kind::drop},
    {"verbose", false, Kind::drop},
    {"quiet", false, Kind::drop},
    {"QUIET", false, Kind::drop},
    {"dry", false, Kind::drop},
    {"state", true, Kind::select},
    {"recurse", false, Kind::select},
    {"shuffle", false, Kind::drop},
    {"reverse", false, Kind::drop},
    {"ext", true},
    {"harness", true},
    {"source", true},
    {"formatter", true},
    {"exec", true},
    {"statefile", true},
    {"archive", true},
    {"rules", true},
    {"tapversion", true},
    {"rc", true},
};

constexpr std::string_view short_with_value = "eIMPaj";
constexpr std::string_view short_dropped = "vqQDjs";
constexpr std::string_view short_selecting = "r";

struct Word {
  Kind kind = Kind::keep;
  Words words{};  // to pass on; two if the option has a value
  std::size_t taken = 1;
};

Word read_long(std::span<const std::string> words) {
  const std::string_view name = std::string_view(words.front()).substr(2);
  const std::size_t equals = name.find('=');
  // Getopt::Long accepts any unambiguous prefix of a name.
  const auto* found = std::ranges::find_if(long_options, [&](const Option& option) {
    return option.name.starts_with(name.substr(0, equals));
  });
  const bool is_known = found != std::end(long_options);
  const bool takes_next =
      is_known && found->takes_value && equals == std::string_view::npos && words.size() > 1;
  const std::size_t taken = takes_next ? 2 : 1;
  return {is_known ? found->kind : Kind::keep,
          {words.begin(), words.begin() + (takes_next ? 2 : 1)},
          taken};
}

// "-lvj4" is "-l -v -j 4"; "-l" is what remains.
Word read_bundle(std::span<const std::string> words, bool is_selecting) {
  const std::string& bundle = words.front();
  std::string kept = "-";
  for (std::size_t i = 1; i < bundle.size(); ++i) {
    const char letter = bundle[i];
    const bool is_dropped =
        short_dropped.contains(letter) || (!is_selecting && short_selecting.contains(letter));
    if (!is_dropped) kept += letter;
    if (!short_with_value.contains(letter)) continue;
    const bool takes_next = i + 1 == bundle.size() && words.size() > 1;
    if (!is_dropped) kept += bundle.substr(i + 1);
    Word word = {Kind::keep, {}, takes_next ? 2U : 1U};
    if (kept.size() > 1) word.words.push_back(kept);
    if (!is_dropped && takes_next) word.words.push_back(words[1]);
    return word;
  }
  return {Kind::keep, kept.size() > 1 ? Words{kept} : Words{}};
}

bool saves(std::string_view switches) {
  return std::ranges::any_of(split(switches, ','), [](std::string_view name) {
    return name == "save" || name == "adrian";
  });
}

// The words without `prove` itself and dropped options; selections only on request. Words after
// "::" belong to the scripts.
Words options_of(const Words& argv, bool is_selecting) {
  Words kept;
  const auto end = std::ranges::find(argv, "::");
  std::span<const std::string> left(argv.begin() + 1, end);
  while (!left.empty()) {
    const std::string& word = left.front();
    Word read = {Kind::select, {word}};
    if (word.starts_with("--") && word.size() > 2)
      read = read_long(left);
    else if (word.starts_with('-') && word != "-" && word != "--")
      read = read_bundle(left, is_selecting);
    const bool is_kept = read.kind == Kind::keep || (is_selecting && read.kind == Kind::select);
    if (is_kept) kept.insert(kept.end(), read.words.begin(), read.words.end());
    left = left.subspan(read.taken);
  }
  return kept;
}

}  // namespace

Words words_to_list(const Words& argv) {
  Words result = {argv.front(), "--dry"};
  const Words options = options_of(argv, true);
  result.insert(result.end(), options.begin(), options.end());
  return result;
}

std::optional<std::string> state_file(const Words& argv, std::string_view resource_file) {
  Words words;
  for (const std::string_view line : lines(resource_file))
    for (const std::string_view word : split(line, ' ')) words.emplace_back(word);
  words.insert(words.end(), argv.begin() + 1, std::ranges::find(argv, "::"));
  std::string path = ".prove";
  bool is_saved = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    for (const std::string_view name : {"--state", "--statefile"}) {
      if (words[i] != name && !words[i].starts_with(fmt::format("{}=", name))) continue;
      const bool is_next = words[i] == name && i + 1 < words.size();
      const std::string value = is_next ? words[++i] : words[i].substr(words[i].find('=') + 1);
      if (name == "--statefile")
        path = value;
      else
        is_saved = is_saved || saves(value);
      break;
    }
  }
  return is_saved ? std::optional(path) : std::nullopt;
}

Words words_to_run(const Words& argv, const std::string& script) {
  Words result = {argv.front(), "--verbose"};
  const Words options = options_of(argv, false);
  result.insert(result.end(), options.begin(), options.end());
  result.push_back(script.starts_with('-') ? "./" + script : script);
  result.insert(result.end(), std::ranges::find(argv, "::"), argv.end());
  return result;
}

}  // namespace isorun::prove
