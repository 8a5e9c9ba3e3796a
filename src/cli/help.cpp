#include "cli/help.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"

namespace isorun {
namespace {

constexpr std::size_t columns = 100;
constexpr std::size_t description_column = 30;

// "-j, --jobs N"
std::string names_of(const CLI::Option& option) {
  std::string names;
  for (const std::string& name : option.get_snames()) names += fmt::format("-{}, ", name);
  names +=
      fmt::format("{}--{}", names.empty() ? "    " : "", fmt::join(option.get_lnames(), ", --"));
  const bool takes_value = option.get_items_expected_max() > 0;
  return fmt::format("{}{}{}", names, takes_value ? " " : "", option.get_type_name());
}

// Long names get their own line, and long descriptions are wrapped.
std::string option_line(const std::string& names, const std::string& description) {
  std::string text;
  std::string line = fmt::format("  {}", names);
  const auto break_line = [&] {
    text += line + "\n";
    line.clear();
  };
  if (line.size() + 2 > description_column) break_line();
  line.resize(description_column, ' ');
  for (const std::string_view word : split(description, ' ')) {
    const bool is_first = line.size() == description_column;
    if (!is_first && line.size() + 1 + word.size() > columns) {
      break_line();
      line.resize(description_column, ' ');
    } else if (!is_first) {
      line += ' ';
    }
    line += word;
  }
  break_line();
  return text;
}

}  // namespace

std::string general_help() {
  std::string text =
      "Run test suites in parallel sandboxes, unmodified.\n\n"
      "Usage: isorun [SUBCOMMAND] [OPTIONS] [--] COMMAND...\n\n"
      "Subcommands:\n";
  for (const SubcommandEntry& entry : subcommands())
    text += fmt::format("  {:<8}{}\n", entry.word, entry.purpose);
  text += fmt::format("\nWithout a subcommand, isorun means isorun {}.\n\nExamples:\n",
                      subcommands().front().word);
  for (const SubcommandEntry& entry : subcommands().first(3))
    text += fmt::format("  {}\n", entry.example);
  return text + "\nSee isorun SUBCOMMAND --help and isorun(1).\n";
}

std::string help_of(const SubcommandEntry& entry, const CLI::App& app) {
  std::string text = fmt::format("{}.\n\nUsage: {}\n", entry.purpose, entry.usage);
  for (const std::string& group : app.get_groups()) {
    text += fmt::format("\n{}:\n", group);
    const auto in_group = [&](const CLI::Option* option) { return option->get_group() == group; };
    for (const CLI::Option* option : app.get_options(in_group))
      text += option_line(names_of(*option), option->get_description());
  }
  return text + fmt::format("\nExample:\n  {}\n\nSee isorun(1) for more.\n", entry.example);
}

}  // namespace isorun
