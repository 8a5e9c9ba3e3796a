#include "run/attempt.hpp"

#include <algorithm>
#include <cstring>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "base/assignment.hpp"
#include "base/mapped_file.hpp"
#include "base/variable.hpp"
#include "host/memory.hpp"
#include "run/written_files.hpp"

namespace isorun {
namespace {

// Recent, not current: reading the counters takes a good part of a launch.
std::uint64_t recent_oom_kills() {
  static std::uint64_t count = 0;
  static std::optional<Deadline> stale;
  if (!stale || stale->has_passed()) {
    count = count_oom_kills();
    stale = Deadline::in(std::chrono::milliseconds(100));
  }
  return count;
}

// The command itself, or the last process that a shell waited for: the kernel kills a process that
// uses much memory.
bool was_killed(const Ending& ending) {
  if (ending.how == Ending::How::signaled) return ending.code == SIGKILL;
  return ending.how == Ending::How::exited && ending.code == 128 + SIGKILL;
}

bool is_full(int layer) {
  struct statfs status {};
  return layer >= 0 && ::fstatfs(layer, &status) == 0 &&
         (status.f_bfree == 0 || (status.f_files != 0 && status.f_ffree == 0));
}

// The caller's environment, changed by set-ups, then by the command.
Words environment_of(const ShardCommand& command, const Attempt::Start& how) {
  const std::vector<std::string_view> own = variables();
  Words environment(own.begin(), own.end());
  if (how.groundwork != nullptr)
    for (const std::string& variable : how.groundwork->variables)
      set_variable(environment, variable);
  for (const std::string& name : command.unset) unset_variable(environment, name);
  for (const std::string& variable : command.set) set_variable(environment, variable);
  set_variable(environment, fmt::format("ISORUN_SLOT={}", how.slot));
  return environment;
}

}  // namespace

Attempt::Attempt(Parts parts)
    : begin_(parts.begin),
      execution_(std::move(parts.execution)),
      output_(std::move(parts.output)),
      services_(std::move(parts.services)),
      results_directory_(std::move(parts.results_directory)),
      deadline_(parts.deadline),
      oom_kills_before_(recent_oom_kills()) {
  services_.close_write_ends();
  if (!services_.empty()) later_ = std::exchange(deadline_, Deadline());
}

Result<Attempt> Attempt::start(Executor& executor, const ShardCommand& command, const Start& how,
                               std::unique_ptr<ShardOutput> output, ShardServices services) {
  const int errors = output->write_end(command.joins_errors ? Stream::output : Stream::error);
  Command started = {.argv = command.argv,
                     .environment = environment_of(command, how),
                     .input = how.input,
                     .output = output->write_end(Stream::output),
                     .error = how.errors >= 0 ? how.errors : errors,
                     .session = Command::Session::own,
                     .setup = how.setup,
                     .traced = how.traced};
  if (how.groundwork != nullptr) started.setups = how.groundwork->setups;
  started.services = services.commands(started.environment);
  const TimePoint begin = std::chrono::steady_clock::now();
  Result<std::unique_ptr<Execution>> execution = executor.start(started, how.slot);
  if (!execution) return std::unexpected(execution.error());
  output->close_write_ends();
  return Attempt({begin, std::move(*execution), std::move(output), std::move(services),
                  executor.results_directory(), how.deadline});
}

Result<Attempt> Attempt::start(Executor& executor, Command command, unsigned slot,
                               ShardServices services) {
  command.services = services.commands(command.environment);
  const TimePoint begin = std::chrono::steady_clock::now();
  Result<std::unique_ptr<Execution>> execution = executor.start(command, slot);
  if (!execution) return std::unexpected(execution.error());
  return Attempt({begin,
                  std::move(*execution),
                  nullptr,
                  std::move(services),
                  executor.results_directory(),
                  {}});
}

// After the command has ended, only its output remains to be settled; no need to wait.
void Attempt::add_to(Wakeups& wakeups) const {
  wakeups.add_input(execution_->event_fd());
  wakeups.add(ending_ ? Deadline::at({}) : deadline_);
}

bool Attempt::poll() {
  if (!ending_) {
    ending_ = execution_->poll();
    if (!services_.empty()) keep_up_with_services();
  }
  return ending_ && (output_ == nullptr || output_->settle());
}

void Attempt::keep_up_with_services() {
  services_.look(*execution_);
  const Shard::Progress progress = execution_->progress();
  if (later_ && progress == Shard::Progress::running)
    deadline_ =
        std::exchange(later_, std::nullopt)->after(std::chrono::steady_clock::now() - begin_);
  if (progress == Shard::Progress::stopping_services && stop_ == Evidence::Stop::none)
    deadline_ = Deadline();
  if (!ending_) return;
  services_.finish(*ending_);
  if (output_ != nullptr && ending_->how == Ending::How::service_failed)
    output_->add(services_.last_lines());
}

void Attempt::stop(Evidence::Stop why) {
  // The command has ended: its result counts.
  if (execution_->progress() == Shard::Progress::stopping_services)
    return execution_->signal(SIGKILL);
  later_.reset();
  const bool is_first = stop_ == Evidence::Stop::none;
  if (is_first) stop_ = why;
  execution_->signal(is_first ? SIGTERM : SIGKILL);
  deadline_ = is_first ? Deadline::in(grace) : Deadline();
}

UniqueFd Attempt::open_results() {
  if (!ending_ && !std::exchange(is_layer_open_, true)) execution_->open_layer();
  return results_part();
}

bool Attempt::has_left(const std::vector<std::string>& names) {
  if (!open_results()) return false;
  return std::ranges::any_of(
      names, [this](const std::string& name) { return result_file(name).has_value(); });
}

bool Attempt::holds_much_memory() const {
  return isorun::holds_much_memory(execution_->layer().root.get());
}

void Attempt::keep_time() {
  if (!ending_ && deadline_.has_passed()) stop(Evidence::Stop::timeout);
}

Evidence Attempt::evidence() {
  const std::string_view log = output_ == nullptr ? std::string_view() : output_->all();
  return {
      .ending = *ending_,
      .stop = stop_,
      .hint = find_hint(log),
      .output = output_ == nullptr ? std::string_view() : output_->output(),
      .log = log,
      .lost_services = services_.lost(),
      .file = [this](std::string_view name) { return result_file(name); },
      .written =
          [this](std::string_view pattern) { return written_files(execution_->layer(), pattern); }};
}

UniqueFd Attempt::results_part() const {
  const Layer& layer = execution_->layer();
  const auto part = std::ranges::find(layer.parts, results_directory_, &LayerPart::path);
  if (!layer.root || part == layer.parts.end()) return UniqueFd();
  return UniqueFd(
      ::openat(layer.root.get(), part->directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

std::optional<std::string> Attempt::result_file(std::string_view name) const {
  const UniqueFd directory = results_part();
  if (!directory) return std::nullopt;
  // A FIFO in its place must not block.
  constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  const UniqueFd file(::openat(directory.get(), std::string(name).c_str(), flags));
  if (!file) return std::nullopt;
  return std::string(MappedFile(file.get()).text());
}

// Reasons that the ending of a failed command does not show.
std::optional<Reason> Attempt::find_hint(std::string_view log) const {
  if (ending_->how == Ending::How::exited && ending_->code == 0) return std::nullopt;
  // Searches only the end of the log, which may be larger than memory.
  constexpr std::size_t end_bytes = 1024UL * 1024;
  const std::string_view end = log.substr(log.size() - std::min(log.size(), end_bytes));
  const bool complained = end.find(strerrordesc_np(ENOSPC)) != std::string_view::npos;
  if (complained || is_full(execution_->layer().root.get())) return Reason::disk_full;
  if (was_killed(*ending_) && count_oom_kills() > oom_kills_before_) return Reason::out_of_memory;
  return std::nullopt;
}

}  // namespace isorun
