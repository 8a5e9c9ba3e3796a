#include <cstring>

#include <fmt/format.h>

#include <isorun/error.hpp>

namespace isorun {

std::string to_string(const Error& error) {
  std::string text = error.what;
  if (error.code != 0) {
    text += fmt::format(": {} ({})", strerrordesc_np(error.code), strerrorname_np(error.code));
  }
  if (!error.remedy.empty()) text += "; " + error.remedy;
  return text;
}

}  // namespace isorun
