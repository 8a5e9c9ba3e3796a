// A server that a command needs. It runs in the command's own sandbox, from before the command
// starts until after it has ended.
//
//   isorun::Service redis = {.name = "redis", .argv = {"redis-server"}};
//   redis.ready.kind = isorun::ReadinessProbe::Kind::tcp;
//   redis.ready.address = "127.0.0.1";
//   redis.ready.port = 6379;
//   sandbox.start({.argv = {"./suite"}, .services = {redis}});
#pragma once

#include <chrono>
#include <cstdint>
#include <signal.h>
#include <string>
#include <vector>

namespace isorun {

// How to find out, in the sandbox, that a service can be used.
struct ReadinessProbe {
  enum class Kind {
    started,      // it can be as soon as it runs
    tcp,          // something accepts connections at `address` and `port`
    unix_socket,  // something accepts connections at `path`
    file,         // `path` exists
    command,      // `argv` ends with exit code 0; it is run again and again
    announced,    // Shard::announce() was called
  };
  Kind kind = Kind::started;
  std::string address = {};  // a number: "127.0.0.1", "::1"
  std::uint16_t port = 0;
  std::string path = {};  // absolute; of a socket: at most 107 bytes
  std::vector<std::string> argv = {};
};

// Its standard input is /dev/null. It leads a session of its own, and signals go to its process
// group. It ends by itself only if it fails: it must stay in the foreground.
struct Service {
  std::string name = {};
  std::vector<std::string> argv = {};         // as of a command
  std::vector<std::string> environment = {};  // "NAME=VALUE"; also of ReadinessProbe::argv
  int output = -1;  // borrowed, for standard output and error; -1: /dev/null
  ReadinessProbe ready = {};
  std::chrono::nanoseconds timeout = std::chrono::seconds(60);  // until it is ready
  int stop_signal = SIGTERM;                                    // once the command has ended
  std::chrono::nanoseconds grace = std::chrono::seconds(10);    // from then until SIGKILL
};

// What became of a service.
struct ServiceEnding {
  enum class How {
    not_started,  // an earlier one failed, or the sandbox did
    exec_failed,  // it could not be executed; `code` is the errno
    late,         // it was not ready in time
    exited,       // before it was asked to stop; `code` is the exit code
    signaled,     // the same; `code` is the signal's number
    stopped,      // when it was asked to
    killed,       // because it had not stopped within its grace period
  };
  How how = How::not_started;
  int code = 0;
  bool was_ready = false;
  std::chrono::nanoseconds start_up{};  // from its start until it was ready
};

}  // namespace isorun
