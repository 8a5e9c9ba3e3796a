#include "app/session_store.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "app/latency.hpp"
#include "app/lock_file.hpp"
#include "app/settings.hpp"

namespace legacy {
namespace fs = std::filesystem;
namespace {

// One lock for all sessions: the store was written for one user.
fs::path lock_path() {
  return Settings::get().sessions / ".lock";
}

fs::path directory_of(const std::string& id) {
  return Settings::get().sessions / id;
}

void write_state(const std::string& id, const std::string& state) {
  Latency::get().work(0.4);
  std::ofstream file(directory_of(id) / "state");
  if (!(file << state).flush()) throw SessionNotFound("session not found: " + id);
}

}  // namespace

void SessionStore::create(const std::string& id, const std::string& state) {
  const LockFile lock(lock_path());
  if (!fs::create_directory(directory_of(id))) throw SessionExists("session exists: " + id);
  write_state(id, state);
}

void SessionStore::update(const std::string& id, const std::string& state) {
  const LockFile lock(lock_path());
  write_state(path_of(id).filename(), state);
}

void SessionStore::remove(const std::string& id) {
  const LockFile lock(lock_path());
  fs::remove_all(path_of(id));
}

std::string SessionStore::read(const std::string& id) const {
  const LockFile lock(lock_path());
  Latency::get().work(0.4);
  std::ifstream file(directory_of(id) / "state");
  if (!file) throw SessionNotFound("session not found: " + id);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::string> SessionStore::list() const {
  std::vector<std::string> ids;
  for (const fs::directory_entry& entry : fs::directory_iterator(Settings::get().sessions)) {
    if (entry.is_directory()) ids.push_back(entry.path().filename());
  }
  std::ranges::sort(ids);
  return ids;
}

std::string SessionStore::most_recent() const {
  using Age = std::pair<fs::file_time_type, std::string>;
  Age newest{fs::file_time_type::min(), {}};
  for (const std::string& id : list()) {
    newest = std::max(newest, Age(fs::last_write_time(directory_of(id)), id));
  }
  if (newest.second.empty()) throw SessionNotFound("session not found: there is none");
  return newest.second;
}

fs::path SessionStore::path_of(const std::string& id) const {
  fs::path path = directory_of(id);
  if (!fs::is_directory(path)) throw SessionNotFound("session not found: " + id);
  return path;
}

}  // namespace legacy
