#include "queue/machine.hpp"

#include <algorithm>
#include <cstdint>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

namespace isorun {
namespace {

using std::chrono::milliseconds;

// A machine asks again this often while others hold the last units.
constexpr milliseconds between_pulls(200);
constexpr milliseconds between_attempts(200);
// This is also how soon a machine hears that --max-fail has been reached.
constexpr milliseconds longest_between_beats(1000);
constexpr int beats_per_lease = 6;

// An interrupted machine does not wait long for an answer.
constexpr milliseconds patience_to_quit(1500);
constexpr milliseconds longest_call(5000);

double seconds(milliseconds span) {
  return std::chrono::duration<double>(span).count();
}

}  // namespace

Machine::Machine(QueueAddress address, QueueMember member, QueuePlan plan, Size size)
    : address_(std::move(address)),
      member_(std::move(member)),
      plan_(std::move(plan)),
      size_(std::move(size)),
      event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
      heard_(Clock::now()),
      // It inherits the caller's signal mask, so that signals go to the event loop.
      thread_([this] { run(); }) {}

Machine::~Machine() {
  {
    const std::scoped_lock lock(mutex_);
    is_over_ = true;
  }
  changed_.notify_one();
  if (const int socket = socket_; socket >= 0) ::shutdown(socket, SHUT_RDWR);
  thread_.join();
}

std::vector<QueueEvent> Machine::take() {
  std::uint64_t count = 0;
  static_cast<void>(::read(event_.get(), &count, sizeof count));
  const std::scoped_lock lock(mutex_);
  return std::exchange(events_, {});
}

void Machine::want() {
  {
    const std::scoped_lock lock(mutex_);
    wants_ = true;
  }
  changed_.notify_one();
}

void Machine::report(std::vector<EndedUnit> units, std::chrono::microseconds took,
                     std::vector<QueueRetry> retries) {
  {
    const std::scoped_lock lock(mutex_);
    reports_.push_back({std::move(units), took, std::move(retries)});
  }
  changed_.notify_one();
}

void Machine::finish(Wish wish) {
  {
    const std::scoped_lock lock(mutex_);
    wish_ = wish;
    wished_ = Clock::now();
  }
  changed_.notify_one();
}

void Machine::push(QueueEvent event) {
  const std::scoped_lock lock(mutex_);
  events_.push_back(std::move(event));
  const std::uint64_t one = 1;
  static_cast<void>(::write(event_.get(), &one, sizeof one));
}

void Machine::run() {
  if (join()) serve();
  connection_.reset();
}

bool Machine::join() {
  Result<Reply> reply = call(join_words(address_, member_, plan_, false));
  if (reply && is_empty_queue(*reply)) reply = call(join_words(address_, member_, plan_, true));
  const QueueWelcome welcome =
      reply ? read_seat(*reply, address_, plan_) : QueueWelcome(std::unexpect, reply.error());
  if (welcome) seat_ = *welcome;
  push(welcome);
  return welcome.has_value();
}

// Reports go first, so that Redis does not take a unit that has ended for one that is running.
void Machine::serve() {
  std::unique_lock lock(mutex_);
  while (!is_over_) {
    const Clock::time_point now = Clock::now();
    const bool pulls = wants_ && !gets_no_more_;
    const Wish wish = wish_;
    if (!reports_.empty() && !is_lost_) {
      const Report report = std::move(reports_.front());
      reports_.pop_front();
      lock.unlock();
      send_report(report);
    } else if (wish != Wish::none) {
      lock.unlock();
      return leave(wish);
    } else if (pulls && now >= next_pull_) {
      lock.unlock();
      pull();
    } else if (!is_lost_ && now >= next_beat_) {
      lock.unlock();
      beat();
    } else if (is_lost_) {
      changed_.wait(lock);
      continue;
    } else {
      changed_.wait_until(lock, pulls ? std::min(next_pull_, next_beat_) : next_beat_);
      continue;
    }
    lock.lock();
  }
}

void Machine::send_report(const Report& report) {
  for (const QueueRetry& retry : report.retries)
    if (!is_lost_) send_retry(retry);
  if (report.units.empty() || is_lost_) return;
  const auto reply = ask(end_words(address_, seat_, report.units, report.took));
  if (!reply) return;
  const auto orders = read_orders(*reply, report.units.size());
  if (answer_of(*reply) == QueueAnswer::done && orders)
    return push(QueueCounted{report.units, *orders});
  judge(answer_of(*reply));
}

void Machine::send_retry(const QueueRetry& retry) {
  if (const auto reply = ask(again_words(address_, seat_, retry))) judge(answer_of(*reply));
}

void Machine::pull() {
  const auto reply = ask(pull_words(address_, seat_, size_(seat_.left), turns_));
  if (!reply) return;
  const QueueAnswer answer = answer_of(*reply);
  next_pull_ = Clock::now() + (answer == QueueAnswer::wait ? between_pulls : milliseconds::zero());
  if (answer != QueueAnswer::pieces) return judge(answer);
  std::optional<QueueBatch> batch = read_batch(*reply);
  const auto take = [this](const QueueTurn& turn) { return take_turn(turn); };
  if (!batch || !std::ranges::all_of(batch->turns, take)) return judge(QueueAnswer::not_understood);
  seat_.left = batch->left;
  {
    const std::scoped_lock lock(mutex_);
    wants_ = false;
  }
  push(QueuePieces{std::move(batch->turns)});
}

// Redis is trusted to name pieces of the plan and units of them, and each once, but is not relied
// on.
bool Machine::take_turn(const QueueTurn& turn) {
  const auto is_of_piece = [&](std::size_t unit) {
    return unit < plan_.piece_of.size() && plan_.piece_of[unit] == turn.piece;
  };
  if (turn.piece >= plan_.pieces.size() || !std::ranges::all_of(turn.units, is_of_piece))
    return false;
  ++turns_;
  if (turn.attempt == 0) return taken_.emplace(turn.piece, 0).second;
  return !turn.units.empty() && std::ranges::all_of(turn.units, [&](std::size_t unit) {
    return taken_.emplace(unit, turn.attempt).second;
  });
}

void Machine::beat() {
  if (const auto reply = ask(beat_words(address_, seat_))) judge(answer_of(*reply));
}

void Machine::judge(QueueAnswer answer) {
  switch (answer) {
    case QueueAnswer::done:
    case QueueAnswer::pieces:
    case QueueAnswer::wait:
      return;
    case QueueAnswer::over:
      gets_no_more_ = true;
      return push(QueueOver{});
    case QueueAnswer::stopped:
      if (!std::exchange(gets_no_more_, true)) push(QueueStopped{});
      return;
    case QueueAnswer::given_up:
      return lose(
          fmt::format("the queue did not hear from this machine for {:.0f}s and gave its "
                      "units to others",
                      seconds(address_.lease)));
    case QueueAnswer::no_queue:
      return lose(fmt::format("{}: Redis has lost the queue", address_.name()));
    case QueueAnswer::not_understood:
      return lose(fmt::format("{}: another version of isorun uses this queue", address_.name()));
  }
}

void Machine::lose(std::string why) {
  is_lost_ = true;
  gets_no_more_ = true;
  push(QueueLost{std::move(why)});
}

void Machine::leave(Wish wish) {
  bool is_committed = false;
  if (!is_lost_) {
    const auto reply =
        ask(wish == Wish::commit ? commit_words(address_, seat_) : quit_words(address_, seat_));
    is_committed = reply && answer_of(*reply) == QueueAnswer::done;
  }
  push(QueueFarewell{is_committed});
}

Machine::Clock::time_point Machine::patience_ends() const {
  const auto until_dead = heard_ + address_.lease;
  return wish_ == Wish::quit ? std::min(until_dead, wished_ + patience_to_quit) : until_dead;
}

// Asks again until the lease ends: Redis does an operation once, even if it hears of it twice.
std::optional<Reply> Machine::ask(const std::vector<std::string>& words) {
  for (;;) {
    Result<Reply> reply = call(words);
    if (reply) return std::move(*reply);
    std::unique_lock lock(mutex_);
    if (is_over_) return std::nullopt;
    if (Clock::now() >= patience_ends()) {
      lock.unlock();
      lose(fmt::format("Redis has not answered for {:.0f}s: {}", seconds(address_.lease),
                       to_string(reply.error())));
      return std::nullopt;
    }
    changed_.wait_for(lock, between_attempts);
  }
}

Result<Reply> Machine::call(const std::vector<std::string>& words) {
  if (!connection_) {
    const milliseconds patience = std::min(address_.lease / 3, longest_call);
    Result<Connection> opened = Connection::open(address_, patience, socket_);
    if (!opened) return std::unexpected(opened.error());
    connection_ = std::move(*opened);
  }
  Result<Reply> reply = connection_->call(words);
  if (!reply) {
    connection_.reset();
    return reply;
  }
  heard_ = Clock::now();
  next_beat_ =
      heard_ + std::min<milliseconds>(address_.lease / beats_per_lease, longest_between_beats);
  return reply;
}

}  // namespace isorun
