// Runs commands in sandboxes, each with its own namespaces, mounts and system call filter.
//
//   auto sandbox = isorun::Sandbox::open({.directories = {{"/srv/data"}}});
//   auto shard = sandbox->start({.argv = {"./suite"}});
//   isorun::Ending ending = shard->wait();
//   isorun::walk(shard->layer(), print);
//
// A Sandbox is a template; each Shard started from it gets a fresh sandbox with an empty layer.
// Opening it forks a process (the stage) that waits for work; the calling process enters no
// namespace. Not thread-safe. Nothing here throws.
//
// A command starts with no signal blocked. It ignores the signals that the calling process ignored
// when the sandbox was opened, except SIGCHLD, and has the resource limits of that moment.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "isorun/ending.hpp"
#include "isorun/error.hpp"
#include "isorun/layer.hpp"
#include "isorun/layout.hpp"
#include "isorun/service.hpp"
#include "isorun/unique_fd.hpp"

namespace isorun {

struct Command {
  enum class Session {
    own,     // no terminal, its own process group: signals reach the whole group
    caller,  // the caller's terminal and process group: signals reach only the command
  };
  std::vector<std::string> argv = {};         // argv[0] is looked up in the PATH of `environment`
  std::vector<std::string> environment = {};  // "NAME=VALUE"; nothing is inherited
  // Borrowed descriptors; -1 is /dev/null. A directory is an error of Phase::usage.
  int input = -1;
  int output = -1;
  int error = -1;
  Session session = Session::own;
  // Makes the command a set-up, with this number below Sandbox::max_setups that no other has: what
  // it wrote stays until the sandbox is closed, for commands that name it in `setups`.
  std::optional<unsigned> setup = {};
  // Set-ups that have ended. The command sees, below its own writes, what they wrote and deleted;
  // where two differ, the one with the higher number counts, which alone counts for a directory of
  // Mode::copy. Errors: Phase::usage if layers lie on disk below a directory of Mode::overlay.
  std::vector<unsigned> setups = {};
  // Started in this order, each once the one before it is ready; stopped in the opposite order. At
  // most Sandbox::max_services.
  std::vector<Service> services = {};
  // Whether its system calls on files, sockets and what else processes share wait for whoever reads
  // Shard::take_trace(). Errors: Phase::usage without Layout::traces.
  bool traced = false;
};

// What traces a command: the listener of seccomp_unotify(2), which must answer each notification;
// or why the kernel gives none. The command then runs untraced.
struct Trace {
  UniqueFd listener = {};
  Error error = {};
};

// A command in its sandbox. Destroying it early kills the command and all its descendants.
class Shard {
 public:
  Shard(Shard&&) noexcept;
  Shard& operator=(Shard&&) noexcept;
  ~Shard();

  // Becomes readable (poll(2), POLLIN) when the command has ended.
  [[nodiscard]] int event_fd() const;

  // The ending, if the command has ended. Does not block.
  std::optional<Ending> poll();

  // Blocks until the command has ended.
  Ending wait();

  // What the command waits for, or what waits for it, as far as poll() knows.
  enum class Progress { starting_services, running, stopping_services };
  [[nodiscard]] Progress progress() const;

  // Tells a service of ReadinessProbe::Kind::announced that it is ready.
  void announce(unsigned service);

  // Sends a signal (signal(7)) to the command; SIGKILL ends all processes of the sandbox. While
  // services start, SIGTERM, SIGINT, SIGHUP and SIGQUIT end the shard as if they had ended the
  // command, and other signals are lost.
  void signal(int number);

  // Has the root of layer() sent while the command runs; it is there after one of the next calls of
  // poll(). Until the ending is known, files may be opened in it, but it must not be walked.
  void open_layer();

  // A traced command has one after one of the first calls of poll(). It can be taken once.
  std::optional<Trace> take_trace();

  // What the command wrote, once the ending is known. Its root is invalid if the sandbox could not
  // be set up.
  [[nodiscard]] const Layer& layer() const;

 private:
  friend class Sandbox;
  struct State;
  explicit Shard(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

class Sandbox {
 public:
  // The maximum number of slots.
  static constexpr unsigned max_slots = 1024;

  // The maximum number of set-ups: fsconfig(2) takes at most 256 bytes of names of lower layers.
  static constexpr unsigned max_setups = 16;

  // The maximum number of services of a command.
  static constexpr unsigned max_services = 8;

  // Prepares what all shards share. Errors: Phase::usage for an invalid layout; Phase::host or
  // Phase::setup with the failing step, the errno and the remedy.
  static Result<Sandbox> open(const Layout& layout);

  // Starts a command in a fresh sandbox. `slot`, below max_slots, names the private network of
  // Network::slot; simultaneous shards of one slot share it. Errors: Phase::usage for an invalid
  // command, Phase::setup. Set-up errors in the sandbox itself are reported in the shard's
  // ending.
  Result<Shard> start(const Command& command, unsigned slot = 0);

  // Ends the stage once all shards are gone, and waits until their layers in a scratch directory
  // are removed. No more shards can be started. Errors: Phase::run, naming what could not be
  // removed; Phase::usage if shards remain. Destroying the last copy of a sandbox does the same,
  // but reports nothing.
  Result<void> close();

  // With Layout::results_directory: the directory, as the command sees it, for its results. It is
  // empty for each shard, and part of the layer.
  [[nodiscard]] const std::string& results_directory() const;

  // What the layers of all shards have in common: everything but the root, which is invalid.
  [[nodiscard]] Layer layer() const;

  // Sentences: what does not work as it should, such as directories that cannot be copy-on-write.
  [[nodiscard]] std::vector<std::string> losses() const;

 private:
  friend class Shard;
  struct Stage;
  explicit Sandbox(std::shared_ptr<Stage> stage);
  std::shared_ptr<Stage> stage_;  // its shards keep it alive
};

// The steps that `open` and `start` would take, in words.
Result<std::string> explain(const Layout& layout);

}  // namespace isorun
