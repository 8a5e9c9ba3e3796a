// The units of a run that several machines share, as this machine pulls them from the queue.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include <isorun/error.hpp>

#include "queue/machine.hpp"
#include "report/record.hpp"
#include "results/run_end.hpp"
#include "run/options.hpp"
#include "run/selection.hpp"
#include "run/signals.hpp"
#include "schedule/pieces.hpp"
#include "schedule/schedule.hpp"
#include "suite/suite.hpp"

namespace isorun {

class PulledWork {
 public:
  // All must outlive it. `start_up` is that of one shard, as in Policy.
  struct Parts {
    const Suite& suite;
    const Selection& selection;
    const Options& options;
    std::chrono::nanoseconds start_up{};
  };

  // Joins the machines, or is the first. Errors: Phase::usage if they run something else, or the
  // suite cannot be shared; EINTR if a signal came first.
  static Result<std::unique_ptr<PulledWork>> join(const Parts& parts, Signals& signals);

  [[nodiscard]] int event_fd() const { return machine_.event_fd(); }

  // Until the deadline of all machines; 0: there is none.
  [[nodiscard]] std::chrono::nanoseconds time_left() const;

  // Gives the schedule what has arrived. Returns whether failures have ended the run everywhere.
  bool feed(Schedule& schedule);
  // Asks for more if the schedule can use it.
  void ask(const Schedule& schedule);

  // Units that failed in an attempt, from 0, and run again on any machine.
  struct HandedOn {
    std::vector<std::vector<std::size_t>> units{};  // by bundle
    unsigned attempt = 0;
  };
  // A shard has ended, and with it these units, which will not run again, and those handed on.
  void report(std::vector<EndedUnit> units, std::chrono::nanoseconds took,
              const HandedOn& handed_on);
  // The unit's position among those of all machines.
  [[nodiscard]] std::size_t position(std::size_t unit) const { return positions_.at(unit); }

  // What run.json says about the queue, before and after the run.
  [[nodiscard]] QueueRecord record(const ListRecord& list) const;
  void complete(RunRecord& run, const Result<RunEnd>& end) const;

  // Once the results are written: says so to the other machines, or leaves its units to them if it
  // has not finished. Errors: Phase::report if they may run its units again.
  Result<void> leave(const Result<RunEnd>& end, Signals& signals);

 private:
  PulledWork(const Parts& parts, std::vector<Piece> pieces);

  static QueuePlan plan_of(const Parts& parts, const std::vector<Piece>& pieces);
  [[nodiscard]] QueueWish wish(const QueueLeft& left) const;
  Result<void> enter(Signals& signals);
  bool handle(const QueueEvent& event, Schedule* schedule);
  void feed(const QueuePieces& pieces, Schedule& schedule) const;
  template <class Event>
  std::optional<Event> wait_for(Signals& signals, std::chrono::milliseconds patience);

  const Parts parts_;
  const std::vector<Piece> pieces_;
  const std::vector<std::size_t> piece_of_;                 // by position
  std::unordered_map<std::size_t, std::size_t> positions_;  // by unit
  QueueSeat seat_;
  bool has_asked_ = false;
  bool is_over_ = false;     // all units have ended
  bool is_stopped_ = false;  // for all machines
  std::string lost_;
  std::map<std::size_t, std::uint64_t> orders_;  // by position
  Machine machine_;
};

}  // namespace isorun
