// Sorts the words of a command by a table of its options: which of them each shard gets.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "suite/reports.hpp"

namespace isorun {

enum class Use {
  keep,    // in each shard
  drop,    // isorun decides it
  select,  // only for listing: it selects tests
  refuse,  // the command does something else than running tests
};

struct OptionWord {
  std::string_view name;  // "--jobs"; "-C" if it has no long name
  char letter;            // 'j' of "-j"; 0: none
  bool has_value;         // "--jobs 4", "--jobs=4", "-j 4", "-j4"
  Use use;
};

struct SortedWords {
  struct Option {
    std::string_view name;  // as in the table
    std::string value{};
  };
  Words kept{};  // also options that are not in the table
  Words selecting{};
  Words others{};  // that are no options
  std::vector<Option> options{};
  bool is_refused = false;

  [[nodiscard]] bool has(std::string_view name) const;
  // The last value of an option; nullopt if it is missing.
  [[nodiscard]] std::optional<std::string> value(std::string_view name) const;
};

// Any unambiguous beginning of a long name is that option, as for getopt_long(3) and Python's
// argparse. Letters may be bundled: "-vj4".
SortedWords sort_words(std::span<const std::string> words, std::span<const OptionWord> table);

}  // namespace isorun
