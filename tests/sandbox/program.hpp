// The built isorun program, run as a user runs it.
#pragma once

#include <string>

#include <sys/types.h>

#include "box.hpp"

namespace isorun {

struct Descriptors {
  int input = -1;  // borrowed; -1 is /dev/null
  int output = -1;
  int error = -1;
};

// A process in its own process group. Killed if it is destroyed before its end.
class Process {
 public:
  explicit Process(const Words& argv, const Descriptors& descriptors = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const;
  // Returns what $? would be in a shell.
  int wait();

 private:
  pid_t pid_ = -1;
};

// `isorun WORDS`: what it wrote, and "[exited N]" unless N is 0.
std::string isorun(const Words& words);
// The same of any command on the host.
std::string on_host(const Words& argv);

// The words that run isorun.
Words isorun_words(const Words& words);

}  // namespace isorun
