#include "report/terminal_settings.hpp"

namespace isorun {

bool choose_live(const LiveSettings& settings) {
  if (!settings.is_terminal) return false;
  if (!settings.term || settings.term->empty() || settings.term == "dumb") return false;
  return !settings.ci || settings.ci->empty() || settings.ci == "0" || settings.ci == "false";
}

}  // namespace isorun
