// The sessions: a directory each, below Settings::sessions.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace legacy {

struct SessionNotFound : std::runtime_error {
  using std::runtime_error::runtime_error;
};
struct SessionExists : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class SessionStore {
 public:
  void create(const std::string& id, const std::string& state);
  void update(const std::string& id, const std::string& state);
  void remove(const std::string& id);
  [[nodiscard]] std::string read(const std::string& id) const;
  [[nodiscard]] std::vector<std::string> list() const;  // sorted by name
  [[nodiscard]] std::string most_recent() const;        // by time of change, then by name
  [[nodiscard]] std::filesystem::path path_of(const std::string& id) const;  // of one that exists
};

}  // namespace legacy
