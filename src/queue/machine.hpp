// This machine's part in a queue that machines share: a thread that talks to Redis, so that neither
// a slow network nor a dead one delays the event loop. It starts no processes. An asynchronous
// client would not do, because looking up a host's name blocks, and because the heartbeat must not
// depend on how busy the loop is.
//
//   Machine machine(address, member, plan, size);
//   poll(machine.event_fd()) ...
//   for (QueueEvent& event : machine.take()) handle(event);
//   machine.want(); ... machine.report(units, took); ... machine.commit();
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <variant>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "queue/connection.hpp"
#include "queue/protocol.hpp"
#include "queue/queue_address.hpp"

namespace isorun {

// The machine has joined, or cannot; in that case nothing else follows.
using QueueWelcome = Result<QueueSeat>;
// What want() has asked for.
struct QueuePieces {
  std::vector<QueueTurn> turns{};
};
// No more pieces come: all units of the queue have ended.
struct QueueOver {};
// No more pieces come: there were too many failures.
struct QueueStopped {};
// No more pieces come, and nothing that is reported arrives.
struct QueueLost {
  std::string why{};
};
// Reported units have arrived.
struct QueueCounted {
  std::vector<EndedUnit> units{};
  std::vector<std::uint64_t> orders{};  // for each: how many units of the queue had ended with it
};
// The answer to commit() or quit().
struct QueueFarewell {
  bool is_committed = false;
};
using QueueEvent = std::variant<QueueWelcome, QueuePieces, QueueOver, QueueStopped, QueueLost,
                                QueueCounted, QueueFarewell>;

class Machine {
 public:
  // Sizes a batch. The thread calls it.
  using Size = std::function<QueueWish(const QueueLeft&)>;

  Machine(QueueAddress address, QueueMember member, QueuePlan plan, Size size);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  // Ends the thread. Without commit() or quit(), Redis finds this machine dead.
  ~Machine();

  // Readable when there are events, until take().
  [[nodiscard]] int event_fd() const { return event_.get(); }
  std::vector<QueueEvent> take();

  // Asks for pieces. Ask again only once some have arrived.
  void want();
  // Units of one shard have ended, which took this long in all; others are left to the queue, which
  // has them run again.
  void report(std::vector<EndedUnit> units, std::chrono::microseconds took,
              std::vector<QueueRetry> retries = {});
  // The results are written. Redis hears of everything reported before.
  void commit() { finish(Wish::commit); }
  // Gives this machine's units back to the queue.
  void quit() { finish(Wish::quit); }

 private:
  using Clock = std::chrono::steady_clock;
  enum class Wish { none, commit, quit };
  struct Report {
    std::vector<EndedUnit> units{};
    std::chrono::microseconds took{};
    std::vector<QueueRetry> retries{};
  };

  void finish(Wish wish);

  // The thread calls what follows.
  void run();
  bool join();
  void serve();
  void send_report(const Report& report);
  void send_retry(const QueueRetry& retry);
  void pull();
  bool take_turn(const QueueTurn& turn);
  void beat();
  void leave(Wish wish);
  std::optional<Reply> ask(const std::vector<std::string>& words);
  Result<Reply> call(const std::vector<std::string>& words);
  void judge(QueueAnswer answer);
  void lose(std::string why);
  void push(QueueEvent event);
  [[nodiscard]] Clock::time_point patience_ends() const;
  void sleep_until(Clock::time_point moment);

  const QueueAddress address_;
  const QueueMember member_;
  const QueuePlan plan_;
  const Size size_;
  UniqueFd event_;
  std::atomic<int> socket_ = -1;  // the connection's, to shut it down at the end

  // Only the thread uses these.
  std::optional<Connection> connection_;
  QueueSeat seat_;
  // Pieces, in attempt 0, and units, in later ones.
  std::set<std::pair<std::size_t, unsigned>> taken_;
  std::size_t turns_ = 0;  // received so far
  Clock::time_point heard_;
  Clock::time_point next_pull_;
  Clock::time_point next_beat_;
  bool gets_no_more_ = false;
  bool is_lost_ = false;

  std::mutex mutex_;  // guards everything below
  std::condition_variable changed_;
  std::deque<Report> reports_;
  bool wants_ = false;
  Wish wish_ = Wish::none;
  Clock::time_point wished_;
  bool is_over_ = false;
  std::vector<QueueEvent> events_;

  std::thread thread_;  // last: it uses the other members
};

}  // namespace isorun
