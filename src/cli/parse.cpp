#include "cli/parse.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/nearest.hpp"
#include "cli/option_values.hpp"

namespace isorun {

void add_general_options(CLI::App& app) {
  app.set_help_flag("-h,--help", "print this and exit");
  app.set_version_flag("--version", "isorun " ISORUN_VERSION, "print the version and exit");
}

Result<std::string> parse(CLI::App& app, std::vector<std::string> words,
                          const std::function<std::string()>& help) {
  std::ranges::reverse(words);  // CLI11 takes them from the back
  try {
    app.parse(std::move(words));
  } catch (const CLI::CallForVersion& version) {
    return std::string(version.what()) + "\n";
  } catch (const CLI::CallForHelp&) {
    return help();
  } catch (const CLI::ArgumentMismatch& error) {
    // CLI11 says "--list: 1 required FILE missing".
    const std::string_view what = error.what();
    if (!what.ends_with(" missing")) return refuse(error.what());
    return refuse(fmt::format("{}: needs a value", what.substr(0, what.find(':'))));
  } catch (const CLI::ParseError& error) {
    return refuse(error.what());
  }
  return "";
}

std::unexpected<Error> refuse_unknown_option(const std::string& word, const CLI::App& app,
                                             const char* subcommand) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::string name = word.substr(0, word.find('='));
  const std::string near = suggestion(name, names);
  const std::string help = fmt::format("; see isorun {} --help", subcommand);
  return refuse(fmt::format("unknown option {}{}", name, near.empty() ? help : near));
}

}  // namespace isorun
