#include "cli/parse.hpp"

#include <algorithm>
#include <utility>

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
  } catch (const CLI::ParseError& error) {
    return refuse(error.what());
  }
  return "";
}

}  // namespace isorun
