#include "suite/sharded.hpp"

#include <utility>

#include <fmt/format.h>

#include "suite/named_reports.hpp"
#include "suite/verdict.hpp"
#include "suite/whole.hpp"

namespace isorun {
namespace {

// One protocol, two sets of variables: GoogleTest's and Bazel's. The status files differ, so that a
// command that supports both does not race with itself.
constexpr std::string_view families[] = {"GTEST", "TEST"};

std::string status_file(std::string_view family) {
  return fmt::format("{}.shard_status", family);
}

std::vector<Unit> number(const UserCommand& command, std::string_view noun, std::size_t count) {
  const std::string base = name_of_whole(command);
  if (count == 1) return {{base}};
  std::vector<Unit> units;
  for (std::size_t i = 1; i <= count; ++i)
    units.push_back({fmt::format("{} ({} {} of {})", base, noun, i, count)});
  return units;
}

class Copies : public Suite {
 public:
  Copies(UserCommand command, std::vector<Unit> units)
      : command_(std::move(command)), units_(std::move(units)) {}

  [[nodiscard]] std::string_view framework() const override { return "copies"; }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> /*units*/,
                                     std::string_view /*directory*/) const override {
    return {command_.argv, {}, {}};
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    return judge_single(units.front(), evidence);
  }

 protected:
  [[nodiscard]] const UserCommand& user_command() const { return command_; }
  void rename(std::size_t unit, std::string name) { units_[unit].name = std::move(name); }

 private:
  UserCommand command_;
  std::vector<Unit> units_;
};

class Sharded : public Copies {
 public:
  Sharded(UserCommand command, std::vector<Unit> units, Proof proof)
      : Copies(std::move(command), std::move(units)),
        is_split_(Copies::units().size() > 1),
        proof_(proof) {}

  [[nodiscard]] std::string_view framework() const override {
    return is_split_ ? sharded : whole_command;
  }

  [[nodiscard]] std::vector<std::string> proofs() const override {
    std::vector<std::string> files;
    if (!is_split_ || proof_ != Proof::first) return files;
    for (const std::string_view family : families) files.push_back(status_file(family));
    return files;
  }

  void stay_whole(std::size_t unit) override {
    is_split_ = false;
    rename(unit, name_of_whole(user_command()));
  }

  [[nodiscard]] std::string note() const override {
    return is_split_ ? "" : whole_note(user_command());
  }

  // The words are usually those of a wrapped GoogleTest program.
  [[nodiscard]] std::vector<Report> reports() const override {
    return named_reports(user_command());
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> shard,
                                     std::string_view directory) const override {
    ShardCommand result = Copies::command(shard, directory);
    if (!is_split_) return result;  // a single shard needs no proof
    for (const std::string_view family : families) {
      result.set.push_back(fmt::format("{}_TOTAL_SHARDS={}", family, units().size()));
      result.set.push_back(fmt::format("{}_SHARD_INDEX={}", family, shard.front()));
      result.set.push_back(
          fmt::format("{}_SHARD_STATUS_FILE={}/{}", family, directory, status_file(family)));
    }
    return result;
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> shard,
                                     const Evidence& evidence) const override {
    ShardResults result = Copies::results(shard, evidence);
    // A command that was ended early may not have reached its proof: its own failure suffices.
    const bool ended_by_itself =
        evidence.stop == Evidence::Stop::none && evidence.ending.how == Ending::How::exited;
    const bool needs_proof = is_split_ && proof_ == Proof::each && ended_by_itself;
    if (needs_proof && !is_proven(evidence)) result.error = unproven();
    return result;
  }

 private:
  static bool is_proven(const Evidence& evidence) {
    for (const std::string_view family : families)
      if (evidence.file(status_file(family))) return true;
    return false;
  }

  static Error unproven() {
    return {Phase::usage, 0,
            "the command ignores the sharding variables (GTEST_SHARD_INDEX, TEST_SHARD_INDEX): it "
            "did not touch its shard status file, so every slice ran the whole suite; name its "
            "units with --list FILE and {} in the command, or run whole copies with "
            "--shards none"};
  }

  bool is_split_;
  Proof proof_;
};

}  // namespace

std::unique_ptr<Suite> make_sharded(UserCommand command, std::size_t shards, Proof proof) {
  std::vector<Unit> units = number(command, "shard", shards);
  return std::make_unique<Sharded>(std::move(command), std::move(units), proof);
}

std::unique_ptr<Suite> make_copies(UserCommand command, std::size_t copies) {
  std::vector<Unit> units = number(command, "copy", copies);
  return std::make_unique<Copies>(std::move(command), std::move(units));
}

}  // namespace isorun
