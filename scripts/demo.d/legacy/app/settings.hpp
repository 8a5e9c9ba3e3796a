// Where the product keeps its data. One instance for the whole program, made when it is first asked
// for.
#pragma once

#include <chrono>
#include <filesystem>

namespace legacy {

struct Settings {
  std::filesystem::path sessions = "/workspace/data/sessions";
  std::filesystem::path cache = "/workspace/data/cache";
  std::filesystem::path cost_files = "/tmp";
  int service_port = 18080;
  int api_port = 18090;
  double time_scale = 0.5;  // LEGACY_SCALE: 1 is as slow as the real system
  std::chrono::milliseconds lock_timeout{30'000};
  std::chrono::milliseconds port_timeout{1'000};

  static const Settings& get();

 private:
  Settings();
};

}  // namespace legacy
