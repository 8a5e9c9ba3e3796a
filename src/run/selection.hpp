// Selects the units to run, with their tasks for the schedule and their time limits.
#pragma once

#include <chrono>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "run/options.hpp"
#include "schedule/history.hpp"
#include "schedule/schedule.hpp"
#include "schedule/user_bundles.hpp"
#include "suite/suite.hpp"

namespace isorun {

struct Selection {
  std::vector<std::size_t> units{};    // in listing order
  std::vector<std::size_t> whole{};    // of all slices; empty without slices
  std::string cut_by{};                // the durations that made the slices; empty: their number
  std::vector<Task> tasks{};           // one per unit
  std::chrono::nanoseconds timeout{};  // of units without their own; 0: none
  std::map<std::size_t, std::chrono::nanoseconds> timeouts{};  // by unit
  UserBundles bundles{};
  std::vector<std::uint32_t> setups{};    // by unit: a bit for each set-up that it needs
  std::vector<std::uint32_t> services{};  // the same for services

  // The limit of a shard of these units.
  [[nodiscard]] std::chrono::nanoseconds timeout_of(std::span<const std::size_t> shard) const;

  // The set-ups, and the services, that they need, as bits.
  [[nodiscard]] std::uint32_t setups_of(std::span<const std::size_t> shard) const;
  [[nodiscard]] std::uint32_t services_of(std::span<const std::size_t> shard) const;
};

// `suite` must outlive the selection.
Selection select(const Suite& suite, const History& history, const Options& options);

// Errors: Phase::usage if the user bundles units that cannot share a shard.
Result<void> check_bundles(const Suite& suite, const Selection& selection);

// Which units stay together in one shard: those of a "suite" or "file"; empty: none.
std::string_view kept_group(const Suite& suite, const Options& options);

// `listing`: how long it took; 0: unknown.
Policy policy_of(const Suite& suite, const Options& options, std::chrono::nanoseconds listing);

}  // namespace isorun
