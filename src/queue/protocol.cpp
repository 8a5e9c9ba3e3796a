#include "queue/protocol.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <map>
#include <random>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "queue/script.hpp"

namespace isorun {
namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

// How long Redis keeps the keys of a queue after the last word of a machine.
constexpr std::chrono::seconds kept = std::chrono::hours(24);

std::vector<std::string> script_words(const QueueAddress& address) {
  return {"EVAL", std::string(queue_script), "1", fmt::format("isorun:{{{}}}", address.key)};
}

std::vector<std::string> member_words(std::string_view operation, const QueueAddress& address,
                                      const QueueSeat& seat) {
  std::vector<std::string> words = script_words(address);
  words.emplace_back(operation);
  words.push_back(fmt::format("{}", seat.machine));
  words.push_back(seat.queue);
  words.push_back(fmt::format("{}", address.lease.count()));
  return words;
}

std::string random_name() {
  std::random_device random;
  return fmt::format("{:08x}{:08x}", random(), random());
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.begin(), text.end(), number);
  if (error != std::errc() || end != text.end()) return std::nullopt;
  return number;
}

std::optional<QueueTurn> read_turn(std::string_view text) {
  std::vector<std::size_t> numbers;
  for (const std::string_view word : split(text, ' ')) {
    const auto number = number_in<std::size_t>(word);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  if (numbers.size() < 2 || numbers[1] > std::numeric_limits<std::uint16_t>::max())
    return std::nullopt;
  return QueueTurn{.piece = numbers[0],
                   .attempt = static_cast<unsigned>(numbers[1]),
                   .units = {numbers.begin() + 2, numbers.end()}};
}

constexpr std::size_t numbers_left = 5;

std::optional<QueueLeft> read_left(std::span<const std::string> words) {
  std::array<std::int64_t, numbers_left> numbers{};
  if (words.size() < numbers.size()) return std::nullopt;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto number = number_in<std::int64_t>(words[i]);
    if (!number || *number < 0) return std::nullopt;
    numbers[i] = *number;
  }
  return QueueLeft{.known = microseconds(numbers[0]),
                   .unknown = static_cast<std::size_t>(numbers[1]),
                   .slots = static_cast<std::size_t>(numbers[2]),
                   .learnt_units = static_cast<std::size_t>(numbers[3]),
                   .learnt = microseconds(numbers[4])};
}

std::unexpected<Error> refuse(const QueueAddress& address, std::string_view why) {
  return std::unexpected(Error{Phase::usage, 0, fmt::format("{}: {}", address.name(), why)});
}

}  // namespace

std::vector<std::string> join_words(const QueueAddress& address, const QueueMember& member,
                                    const QueuePlan& plan, bool fills) {
  std::vector<std::string> words = script_words(address);
  for (const std::string& word :
       {std::string("join"), member.id, plan.list, plan.options, member.host,
        fmt::format("{}", member.slots), fmt::format("{}", address.lease.count())})
    words.push_back(word);
  if (!fills) return words;
  words.push_back(random_name());
  words.push_back(fmt::format("{}", plan.units));
  words.push_back(fmt::format("{}", plan.max_fail));
  words.push_back(fmt::format("{}", kept.count()));
  for (const QueuePiece& piece : plan.pieces) {
    const std::string duration =
        piece.duration ? fmt::format("{}", piece.duration->count()) : std::string("-");
    words.push_back(fmt::format("{} {} {}", piece.number, piece.units, duration));
  }
  return words;
}

std::vector<std::string> beat_words(const QueueAddress& address, const QueueSeat& seat) {
  return member_words("beat", address, seat);
}

std::vector<std::string> pull_words(const QueueAddress& address, const QueueSeat& seat,
                                    const QueueWish& wish, std::size_t pieces_so_far) {
  std::vector<std::string> words = member_words("pull", address, seat);
  words.push_back(fmt::format("{}", wish.work.count()));
  words.push_back(fmt::format("{}", wish.guess.count()));
  words.push_back(fmt::format("{}", pieces_so_far));
  return words;
}

std::vector<std::string> end_words(const QueueAddress& address, const QueueSeat& seat,
                                   const std::vector<EndedUnit>& units, microseconds took) {
  std::vector<std::string> words = member_words("end", address, seat);
  words.push_back(fmt::format("{}", took.count()));
  for (const EndedUnit& unit : units) {
    words.push_back(fmt::format("{}", unit.unit));
    words.emplace_back(unit.has_failed ? "1" : "0");
  }
  return words;
}

std::vector<std::string> again_words(const QueueAddress& address, const QueueSeat& seat,
                                     const QueueRetry& retry) {
  std::vector<std::string> words = member_words("again", address, seat);
  words.push_back(fmt::format("{}", retry.piece));
  words.push_back(fmt::format("{}", retry.attempt));
  for (const std::size_t unit : retry.units) words.push_back(fmt::format("{}", unit));
  return words;
}

std::vector<std::string> commit_words(const QueueAddress& address, const QueueSeat& seat) {
  return member_words("commit", address, seat);
}

std::vector<std::string> quit_words(const QueueAddress& address, const QueueSeat& seat) {
  return member_words("quit", address, seat);
}

bool is_empty_queue(const Reply& reply) {
  return reply.size() == 1 && reply.front() == "empty";
}

Result<QueueSeat> read_seat(const Reply& reply, const QueueAddress& address,
                            const QueuePlan& plan) {
  const std::string what = reply.empty() ? "" : reply.front();
  if (what == "other list" && reply.size() == 4)
    return refuse(address,
                  fmt::format("{}{} filled this queue with another list, of {} units; here there "
                              "are {}: run the same command on the same files, or take another key",
                              reply[3] == "finished" ? "all units have run; " : "",
                              printable(reply[1]), printable(reply[2]), plan.units));
  if (what == "other options" && reply.size() == 3)
    return refuse(address, fmt::format("{} filled this queue with other options: {}; here: {}",
                                       printable(reply[1]), printable(reply[2]), plan.options));
  if (what != "joined" || reply.size() != 5 + numbers_left)
    return refuse(address, "another version of isorun uses this queue");
  const auto machine = number_in<std::size_t>(reply[1]);
  const auto age = number_in<std::int64_t>(reply[3]);
  const auto left = read_left(std::span(reply).subspan(5));
  if (!machine || !age || !left)
    return refuse(address, "another version of isorun uses this queue");
  return QueueSeat{.machine = *machine,
                   .queue = reply[2],
                   .age = milliseconds(*age),
                   .failures = number_in<std::size_t>(reply[4]),
                   .left = *left};
}

QueueAnswer answer_of(const Reply& reply) {
  static const std::map<std::string_view, QueueAnswer> answers = {
      {"ended", QueueAnswer::done},       {"alive", QueueAnswer::done},
      {"committed", QueueAnswer::done},   {"given back", QueueAnswer::done},
      {"handed on", QueueAnswer::done},   {"pieces", QueueAnswer::pieces},
      {"wait", QueueAnswer::wait},        {"over", QueueAnswer::over},
      {"stopped", QueueAnswer::stopped},  {"given up", QueueAnswer::given_up},
      {"no queue", QueueAnswer::no_queue}};
  const auto found = reply.empty() ? answers.end() : answers.find(reply.front());
  return found == answers.end() ? QueueAnswer::not_understood : found->second;
}

std::optional<QueueBatch> read_batch(const Reply& reply) {
  if (reply.size() < 2 + numbers_left) return std::nullopt;
  const auto left = read_left(std::span(reply).subspan(1));
  if (!left) return std::nullopt;
  QueueBatch batch{.left = *left};
  for (const std::string& text : std::span(reply).subspan(1 + numbers_left)) {
    std::optional<QueueTurn> turn = read_turn(text);
    if (!turn) return std::nullopt;
    batch.turns.push_back(std::move(*turn));
  }
  return batch;
}

std::optional<std::vector<std::uint64_t>> read_orders(const Reply& reply, std::size_t units) {
  if (reply.size() != units + 1) return std::nullopt;
  std::vector<std::uint64_t> orders;
  for (const std::string& word : std::span(reply).subspan(1)) {
    const auto order = number_in<std::uint64_t>(word);
    if (!order) return std::nullopt;
    orders.push_back(*order);
  }
  return orders;
}

}  // namespace isorun
