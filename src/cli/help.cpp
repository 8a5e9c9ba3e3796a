#include "cli/help.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace isorun {
namespace {

// "-j, --jobs N"
std::string names_of(const CLI::Option& option) {
  std::string names;
  for (const std::string& name : option.get_snames()) names += fmt::format("-{}, ", name);
  names +=
      fmt::format("{}--{}", names.empty() ? "    " : "", fmt::join(option.get_lnames(), ", --"));
  const bool takes_value = option.get_items_expected_max() > 0;
  return fmt::format("{}{}{}", names, takes_value ? " " : "", option.get_type_name());
}

// A long name has a line of its own.
std::string option_line(const std::string& names, const std::string& description) {
  constexpr std::size_t width = 28;
  const std::string line_end = names.size() < width ? "" : fmt::format("\n  {:{}}", "", width);
  return fmt::format("  {:<{}}{}\n", names + line_end, width, description);
}

}  // namespace

std::string general_help() {
  std::string text = "isorun runs test suites in parallel sandboxes, unmodified.\n\n";
  for (const SubcommandEntry& entry : subcommands())
    text += fmt::format("  {}\n      {}\n", entry.usage, entry.purpose);
  return text + "\nisorun SUBCOMMAND --help tells the options; isorun(1) tells the rest.\n";
}

std::string help_of(const SubcommandEntry& entry, const CLI::App& app) {
  std::string text = fmt::format("Usage: {}\n\n{}\n", entry.usage, entry.purpose);
  for (const std::string& group : app.get_groups()) {
    text += fmt::format("\n{}:\n", group);
    const auto in_group = [&](const CLI::Option* option) { return option->get_group() == group; };
    for (const CLI::Option* option : app.get_options(in_group))
      text += option_line(names_of(*option), option->get_description());
  }
  return text;
}

}  // namespace isorun
