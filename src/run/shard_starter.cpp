#include "run/shard_starter.hpp"

#include <chrono>
#include <unistd.h>
#include <utility>

namespace isorun {

Result<std::shared_ptr<ActiveShard>> ShardStarter::start(Job job) {
  Result<std::unique_ptr<ShardOutput>> output = open_output(job);
  if (!output) return std::unexpected(output.error());
  const bool reads_stdin = options_.jobs == 1 && options_.list != "-";
  std::vector<std::size_t> slots = take_slots(job.slots);
  ShardCommand command = parts_.suite.command(job.units, parts_.executor.results_directory());
  Groundwork groundwork = parts_.groundwork_of(parts_.selection.setups_of(job.units));
  std::uint32_t services = parts_.selection.services_of(job.units);
  if (parts_.workers != nullptr) {
    command.set.push_back(parts_.workers->variable());
    // The workers have them, whose sandboxes are others.
    groundwork.setups.clear();
    services = 0;
  }
  Result<ShardServices> opened = open_services(job.index, services);
  if (!opened) return std::unexpected(opened.error());
  Result<Attempt> attempt =
      Attempt::start(parts_.executor, command,
                     {.slot = static_cast<unsigned>(slots.front()),
                      .deadline = Deadline::in(parts_.selection.timeout_of(job.units)),
                      .input = reads_stdin ? STDIN_FILENO : -1,
                      .groundwork = &groundwork},
                     std::move(*output), std::move(*opened));
  if (!attempt) return std::unexpected(attempt.error());
  const RunningShard shown{.slot = slots.front(),
                           .shard = job.index,
                           .units = job.units.size(),
                           .begin = attempt->begin(),
                           .since = std::chrono::steady_clock::now(),
                           .log = attempt->output()->log()};
  return std::make_shared<ActiveShard>(std::move(job), std::move(slots), std::move(*attempt),
                                       shown);
}

Result<std::unique_ptr<ShardOutput>> ShardStarter::open_output(const Job& job) {
  ResultsDirectory& directory = parts_.directory;
  Result<UniqueFd> log = directory.create_log(shard_log_name(job.index));
  if (!log) return std::unexpected(log.error());
  auto output =
      ShardOutput::open(std::move(*log), [&directory] { return directory.create_scratch(); },
                        {.first = job.units.size() == 1 ? Stream::error : Stream::output});
  if (!output) return output;
  if (Result<void> added = outputs_.add(**output); !added) return std::unexpected(added.error());
  return output;
}

Result<ShardServices> ShardStarter::open_services(std::size_t shard, std::uint32_t needed) {
  const ShardServices::Logs logs{
      .name = [shard](const std::string& service) { return service_log_name(shard, service); },
      .create = [this](const std::string& name) { return parts_.directory.create_log(name); }};
  return ShardServices::open(options_.services, needed, logs, outputs_);
}

// The lowest free ones.
std::vector<std::size_t> ShardStarter::take_slots(std::size_t count) {
  std::vector<std::size_t> slots;
  for (std::size_t slot = 0; slots.size() < count; ++slot) {
    if (is_taken_[slot]) continue;
    is_taken_[slot] = true;
    slots.push_back(slot);
  }
  return slots;
}

void ShardStarter::free_slots(const ActiveShard& active) {
  for (const std::size_t slot : active.slots) is_taken_[slot] = false;
}

}  // namespace isorun
