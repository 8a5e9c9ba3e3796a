#include "audit/tracer.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <poll.h>
#include <stop_token>
#include <string>
#include <system_error>
#include <time.h>
#include <unistd.h>
#include <unordered_map>
#include <utility>
#include <vector>

#include <linux/seccomp.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>

#include "audit/caller.hpp"
#include "audit/decoder.hpp"
#include "audit/tracee.hpp"
#include "run/claims.hpp"

namespace isorun {
namespace {

// Linux 6.6 and later; Debian 12's headers are older.
constexpr unsigned long set_flags = _IOW('!', 4, std::uint64_t);
constexpr std::uint64_t same_processor = 1;  // SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP

// The kernel's structures may be longer than those of the headers.
std::vector<std::uint64_t> room_for(std::size_t known, std::size_t actual) {
  return std::vector<std::uint64_t>(std::max(known, actual) / sizeof(std::uint64_t) + 1);
}

std::uint64_t now() {
  timespec time{};
  ::clock_gettime(CLOCK_MONOTONIC, &time);
  return static_cast<std::uint64_t>(time.tv_sec) * 1'000'000'000U +
         static_cast<std::uint64_t>(time.tv_nsec);
}

// Python lists each directory that it may import from, right after it has looked at it
// (importlib's FileFinder). To tell that from a listing by a test: what a thread did last.
class Trail {
 public:
  bool is_import(const Touch& touch) {
    const bool continues = touch.thing == path_;
    if (touch.act == Act::looked) {
      path_ = touch.thing;
      opened_ = false;
    } else if (touch.act == Act::read && continues && !opened_) {
      opened_ = true;
    } else if (touch.act != Act::listed || !continues) {
      path_.clear();
    }
    return touch.act == Act::listed && continues && opened_;
  }

 private:
  std::string path_;  // looked at, then perhaps opened
  bool opened_ = false;
};

struct TracedThread {
  Trail trail{};
  Caller caller{};
};

}  // namespace

std::string lines_in(const std::string& directory) {
  return directory + "/line";
}

struct Tracer::State {
  UniqueFd listener;
  std::string mark;   // a file
  std::string lines;  // a directory, and a slash
  std::optional<Stop> stop{};
  UniqueFd end{};  // an eventfd
  Journal journal{};
  std::unordered_map<std::uint32_t, std::uint32_t> names{};  // by thread: of its process
  std::unordered_map<std::uint32_t, TracedThread> threads{};
  std::uint64_t begin = now();
  std::optional<std::uint64_t> stopped_since{};

  void request_end() const;
  void serve();
  void answer(seccomp_notif& call, seccomp_notif_resp& response);
  bool let_go(std::uint64_t call, seccomp_notif_resp& response) const;
  [[nodiscard]] int patience_left() const;
  void keep_stop(seccomp_notif_resp& response);
  void note(Decoded decoded, std::uint32_t thread, std::uint32_t process);
  std::uint32_t process_of(std::uint32_t thread);
};

void Tracer::State::request_end() const {
  const std::uint64_t one = 1;
  [[maybe_unused]] const ssize_t written = ::write(end.get(), &one, sizeof one);
}

void Tracer::State::serve() {
  seccomp_notif_sizes sizes{};
  ::syscall(SYS_seccomp, SECCOMP_GET_NOTIF_SIZES, 0, &sizes);
  auto call_room = room_for(sizeof(seccomp_notif), sizes.seccomp_notif);
  auto response_room = room_for(sizeof(seccomp_notif_resp), sizes.seccomp_notif_resp);
  auto& call = *reinterpret_cast<seccomp_notif*>(call_room.data());
  auto& response = *reinterpret_cast<seccomp_notif_resp*>(response_room.data());
  ::ioctl(listener.get(), set_flags, same_processor);
  for (;;) {
    pollfd sources[2] = {{listener.get(), POLLIN, 0}, {end.get(), POLLIN, 0}};
    if (::poll(sources, 2, patience_left()) < 0) continue;
    std::memset(call_room.data(), 0, call_room.size() * sizeof(std::uint64_t));
    if ((sources[0].revents & POLLIN) != 0) answer(call, response);
    if (stop) keep_stop(response);
    if ((sources[0].revents & (POLLHUP | POLLERR)) != 0 || sources[1].revents != 0) return;
  }
}

// The process may be killed at any time: ENOENT. Its number may then belong to another one, whose
// memory must not be believed.
void Tracer::State::answer(seccomp_notif& call, seccomp_notif_resp& response) {
  if (::ioctl(listener.get(), SECCOMP_IOCTL_NOTIF_RECV, &call) != 0) return;
  Decoded decoded = decode(call);
  const std::uint32_t process = process_of(call.pid);
  const bool must_wait = stop && stop->cue.holds(call.id, call.pid, decoded);
  if (!must_wait && !let_go(call.id, response)) return;
  if (decoded.deed == Deed::execute) names.erase(call.pid);
  note(std::move(decoded), call.pid, process);
}

bool Tracer::State::let_go(std::uint64_t call, seccomp_notif_resp& response) const {
  response = {};
  response.id = call;
  response.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  return ::ioctl(listener.get(), SECCOMP_IOCTL_NOTIF_SEND, &response) == 0;
}

// For poll(2): how long the stopped unit may still be stopped.
int Tracer::State::patience_left() const {
  if (!stopped_since) return -1;
  const std::uint64_t since = (now() - *stopped_since) / 1'000'000U;
  const auto patience = static_cast<std::uint64_t>(stop->patience.count());
  return since >= patience ? 0 : static_cast<int>(patience - since) + 1;
}

void Tracer::State::keep_stop(seccomp_notif_resp& response) {
  if (stopped_since && patience_left() == 0) stop->cue.drop();
  for (const std::uint64_t call : stop->cue.released()) let_go(call, response);
  if (!stop->cue.is_held())
    stopped_since.reset();
  else if (!stopped_since)
    stopped_since = now();
}

std::uint32_t Tracer::State::process_of(std::uint32_t thread) {
  if (const auto known = names.find(thread); known != names.end()) return known->second;
  const std::string program = Tracee(static_cast<pid_t>(thread)).program();
  auto& processes = journal.processes;
  const auto place = std::ranges::find(processes, program);
  const auto index = static_cast<std::uint32_t>(place - processes.begin());
  if (place == processes.end()) processes.push_back(program);
  names.emplace(thread, index);
  return index;
}

void Tracer::State::note(Decoded decoded, std::uint32_t thread, std::uint32_t process) {
  if (decoded.is_unread) ++journal.unread;
  const std::uint64_t when = now() - begin;
  auto& [trail, caller] = threads[thread];
  if (std::optional<NamedLine> named = line_named_by(decoded, lines)) {
    caller.name(std::move(*named));
    return;
  }
  const std::uint32_t line = journal.add_line(caller.take_line(decoded));
  for (Touch& touch : decoded.touches) {
    if (touch.act == Act::claimed && touch.thing == mark) journal.forget_listings();
    const bool is_import = trail.is_import(touch);
    journal.uses[std::move(touch.thing)].add(
        {touch.act, touch.is_directory, is_import, process, line, when});
  }
}

Tracer::Tracer(std::unique_ptr<State> state) : state_(std::move(state)) {
  thread_ = std::jthread([served = state_.get()](const std::stop_token& token) {
    const std::stop_callback end(token, [served] { served->request_end(); });
    served->serve();
  });
}

Tracer::Tracer(Tracer&&) noexcept = default;
Tracer::~Tracer() = default;

Result<Tracer> Tracer::start(UniqueFd listener, const std::string& directory,
                             std::optional<Stop> stop) {
  auto state = std::make_unique<State>(std::move(listener), directory + '/' + claim_name(0),
                                       lines_in(directory) + '/', std::move(stop));
  state->end = UniqueFd(::eventfd(0, EFD_CLOEXEC));
  if (!state->end) return std::unexpected(Error{Phase::run, errno, "making an event descriptor"});
  try {
    return Tracer(std::move(state));
  } catch (const std::system_error& error) {
    return std::unexpected(Error{Phase::run, error.code().value(), "starting a thread"});
  }
}

Journal Tracer::finish() {
  thread_.request_stop();
  thread_.join();
  return std::move(state_->journal);
}

const std::optional<Stop>& Tracer::stop() const {
  return state_->stop;
}

}  // namespace isorun
