// What one unit touched of what units could share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace isorun {

enum class Act : std::uint8_t {
  looked,       // for something by its name: stat, access
  read,         //
  listed,       // a directory
  locked,       //
  wrote,        // opened it for writing
  truncated,    //
  created,      //
  claimed,      // created it, or would have failed: O_EXCL
  removed,      // or moved it away
  wanted_gone,  // removed what was not there
  bound,
  connected,
  signaled,
  set,
};

// "created", as in "created by test_a.py::test_x".
const char* name(Act act);

// "creates", as in "test_a.py::test_x creates".
const char* present(Act act);

// When a unit did something for the first time.
struct Sign {
  Act act = Act::looked;
  bool is_directory = false;  // that it removed
  bool is_import = false;     // listed as Python does before it imports: see tracer.cpp
  std::uint32_t process = 0;  // index into Journal::processes
  std::uint32_t line = 0;     // index into Journal::lines
  std::uint64_t when = 0;     // nanoseconds since the unit's start
};

// What a unit left at a path that it changed.
struct Remains {
  enum class Kind : std::uint8_t { nothing, directory, content } kind = Kind::nothing;
  std::uint64_t content = 0;  // a hash

  friend bool operator==(const Remains&, const Remains&) = default;
};

struct Usage {
  std::vector<Sign> signs{};         // at most one per act, by time
  std::optional<Remains> remains{};  // nullopt: as before

  [[nodiscard]] const Sign* find(Act act) const;
  void add(const Sign& sign);
};

struct Journal {
  // The keys name what is touched: an absolute path, or KIND:NAME, such as tcp:127.0.0.1:80 or
  // shm:0x2a.
  std::unordered_map<std::string, Usage> uses{};
  std::vector<std::string> processes{};
  // Of sources: "tests/test_a.py:12". The first one stands for what is unknown.
  std::vector<std::string> lines{{}};
  std::map<std::string, std::string> links{};  // symbolic links that it left, with their targets

  // Returns the index of the line. Few are there twice: a line often touches many things.
  std::uint32_t add_line(std::string line);

  // Forgets which directories were listed: what a framework finds before its first test begins.
  void forget_listings();
  std::size_t unread = 0;  // calls whose arguments could not be read
};

}  // namespace isorun
