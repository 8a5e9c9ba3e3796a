// What attacks are after: files, a process, terminals, IPC objects and sockets of the host, all of
// them the test's own, made afresh for each attempt.
#pragma once

#include <string>

#include <sys/types.h>

#include <isorun/unique_fd.hpp>

#include "attack.hpp"

namespace isorun {

class Victims {
 public:
  // `place` is an existing directory with a directory `read-only` and a file `held`, which stay.
  explicit Victims(const std::string& place);
  Victims(const Victims&) = delete;
  Victims& operator=(const Victims&) = delete;
  ~Victims();

  [[nodiscard]] const Target& target() const { return target_; }

  // A terminal that no session has yet, for the attacker's standard input.
  [[nodiscard]] int terminal() const { return own_.slave.get(); }

  // All that a successful attack changes.
  std::string observe();

 private:
  struct Terminal {
    UniqueFd master;
    UniqueFd slave;
    std::string name;
  };

  static Terminal make_terminal();
  void make_files() const;
  void make_process();
  void make_ipc();
  void make_sockets();
  std::string observe_files() const;
  std::string observe_process() const;
  std::string observe_terminal() const;
  std::string observe_ipc() const;
  std::string observe_sockets() const;

  Target target_;
  char* memory_;
  Terminal own_;
  Terminal other_;
  UniqueFd pipe_;
  UniqueFd locked_;
  UniqueFd listeners_[4];  // TCP, TCP over IPv6, abstract, in the directory
  UniqueFd datagrams_;
  int segment_ = -1;
  int semaphore_ = -1;
  int messages_ = -1;
};

}  // namespace isorun
