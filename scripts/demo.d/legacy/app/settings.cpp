#include "app/settings.hpp"

#include <cstdlib>
#include <system_error>

namespace legacy {

const Settings& Settings::get() {
  static const Settings settings;
  return settings;
}

Settings::Settings() {
  if (const char* scale = std::getenv("LEGACY_SCALE")) time_scale = std::strtod(scale, nullptr);
  const auto scaled = [this](std::chrono::milliseconds time) {
    return std::chrono::milliseconds(
        static_cast<int>(static_cast<double>(time.count()) * time_scale));
  };
  lock_timeout = scaled(lock_timeout);
  port_timeout = scaled(port_timeout);
  // If this fails, the first test that needs the directories says so.
  std::error_code ignored;
  std::filesystem::create_directories(sessions, ignored);
  std::filesystem::create_directories(cache, ignored);
}

}  // namespace legacy
