// The options at the beginning of a command line, before CLI11 parses them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <CLI/App.hpp>

namespace isorun {

struct OptionWords {
  const CLI::Option* option;         // null: unknown
  std::vector<std::string> words;    // one, or two if the value is a word of its own
  std::optional<std::string> value;  // none: the option takes none, or it is missing
};

// Options end where the command begins. They are looked up in `app`, then in `known`.
std::vector<OptionWords> option_words(const std::vector<std::string>& words, const CLI::App& app,
                                      const CLI::App& known);

// Keeps the words that decide what runs and what its sandboxes show. Leaves out those about where
// results go, what is shown, and which part of the suite this machine runs.
std::vector<std::string> words_about_tests(const std::vector<std::string>& words,
                                           const CLI::App& app);

}  // namespace isorun
