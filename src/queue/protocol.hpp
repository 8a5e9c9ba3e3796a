// What a machine says to the queue, and what the answers mean. Nothing here does I/O.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <isorun/error.hpp>

#include "queue/connection.hpp"
#include "queue/queue_address.hpp"

namespace isorun {

// Units that one machine runs together.
struct QueuePiece {
  std::size_t number = 0;  // the same on all machines
  std::size_t units = 1;
  std::optional<std::chrono::microseconds> duration{};  // none: unknown
};

// What all machines must agree on, and what the first of them puts into the queue.
struct QueuePlan {
  std::string list{};     // tells lists of units apart
  std::string options{};  // those that hold for all machines; messages quote them
  std::size_t units = 0;
  unsigned max_fail = 0;                // 0: any number
  std::vector<QueuePiece> pieces{};     // in the order in which they should start
  std::vector<std::size_t> piece_of{};  // by unit, the number of its piece
};

// What this machine says about itself.
struct QueueMember {
  std::string id{};    // random
  std::string host{};  // for messages
  std::size_t slots = 1;
};

// What waits in the queue, how many slots wait for it, and how long units have taken so far.
struct QueueLeft {
  std::chrono::microseconds known{};  // work of the pieces whose duration is known
  std::size_t unknown = 0;            // how many units the others have
  std::size_t slots = 1;              // all machines' together
  std::size_t learnt_units = 0;       // how many have ended, in the time `learnt`
  std::chrono::microseconds learnt{};
};

struct QueueSeat {
  std::size_t machine = 0;                // its number, from 1
  std::string queue{};                    // its random name, since a key may be used again
  std::chrono::milliseconds age{};        // the queue's
  std::optional<std::size_t> failures{};  // none: not all units have ended
  QueueLeft left{};
};

struct EndedUnit {
  std::size_t unit = 0;  // a position in the list
  bool has_failed = false;
};

// Units that have failed and run again, if possible on another machine.
struct QueueRetry {
  std::size_t piece = 0;             // its number
  unsigned attempt = 0;              // in which they failed, from 0
  std::vector<std::size_t> units{};  // positions in the list
};

struct QueueWish {
  std::chrono::microseconds work{};   // in all; one piece may take longer
  std::chrono::microseconds guess{};  // what a unit of unknown duration takes
};

// The commands. With `fills`, the plan's pieces go along, to fill an empty queue.
std::vector<std::string> join_words(const QueueAddress& address, const QueueMember& member,
                                    const QueuePlan& plan, bool fills);
std::vector<std::string> beat_words(const QueueAddress& address, const QueueSeat& seat);
std::vector<std::string> pull_words(const QueueAddress& address, const QueueSeat& seat,
                                    const QueueWish& wish, std::size_t pieces_so_far);
std::vector<std::string> end_words(const QueueAddress& address, const QueueSeat& seat,
                                   const std::vector<EndedUnit>& units,
                                   std::chrono::microseconds took);
std::vector<std::string> again_words(const QueueAddress& address, const QueueSeat& seat,
                                     const QueueRetry& retry);
std::vector<std::string> commit_words(const QueueAddress& address, const QueueSeat& seat);
std::vector<std::string> quit_words(const QueueAddress& address, const QueueSeat& seat);

// Whether someone must fill the queue.
bool is_empty_queue(const Reply& reply);

// Errors: Phase::usage if the machine does not fit the queue.
Result<QueueSeat> read_seat(const Reply& reply, const QueueAddress& address, const QueuePlan& plan);

enum class QueueAnswer {
  done,      // as asked for
  pieces,    // to run
  wait,      // other machines hold units, which may come back
  over,      // all units have ended
  stopped,   // the limit of failures was reached
  given_up,  // this machine was not heard from for too long
  no_queue,  // Redis has lost it
  not_understood,
};
QueueAnswer answer_of(const Reply& reply);

// What a machine is to run.
struct QueueTurn {
  std::size_t piece = 0;  // its number
  unsigned attempt = 0;   // 0: the whole piece; else some units of it run again
  // Positions in the list. In attempt 0, those that are left out, because they were handed on.
  std::vector<std::size_t> units{};
  bool operator==(const QueueTurn&) const = default;
};

// An answer with pieces.
struct QueueBatch {
  QueueLeft left{};
  std::vector<QueueTurn> turns{};
};
std::optional<QueueBatch> read_batch(const Reply& reply);  // nullopt: this is none

// Reads an answer to end_words(): for each unit, in order, how many of the queue's had ended with
// it. nullopt: this is no such answer.
std::optional<std::vector<std::uint64_t>> read_orders(const Reply& reply, std::size_t units);

}  // namespace isorun
