#include "run/shard_services.hpp"

#include <algorithm>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/assignment.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "base/working_directory.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

using How = ServiceEnding::How;

// A longer line is read piece by piece.
constexpr std::size_t longest_line = 64UL * 1024;

constexpr std::size_t most_last_lines = 20;
constexpr std::size_t most_last_bytes = 4096;

std::string absolute(const std::string& path) {
  if (path.empty() || path.starts_with('/')) return path;
  if (path.starts_with("~/")) return home_in_environment() + path.substr(1);
  return working_directory() + "/" + path;
}

ReadinessProbe in_sandbox(ReadinessProbe ready) {
  ready.path = absolute(ready.path);
  return ready;
}

Words joined(Words variables, const Words& more) {
  for (const std::string& variable : more) set_variable(variables, variable);
  return variables;
}

std::string_view state_of(How how) {
  switch (how) {
    case How::not_started:
      return "not-started";
    case How::exec_failed:
      return "exec-failed";
    case How::late:
      return "late";
    case How::exited:
      return "exited";
    case How::signaled:
      return "signaled";
    case How::stopped:
      return "stopped";
    case How::killed:
      return "killed";
  }
  return {};
}

std::string detail_of(const ServiceOptions& options, const ServiceEnding& ending) {
  const std::chrono::duration<double> timeout = options.timeout;
  const std::chrono::duration<double> grace = options.grace;
  switch (ending.how) {
    case How::exec_failed:
      return "cannot be executed";
    case How::late:
      return fmt::format("not ready after {} s", timeout.count());
    case How::exited:
      return fmt::format("ended by itself with exit code {}", ending.code);
    case How::signaled:
      return fmt::format("killed by {}", signal_name(ending.code));
    case How::killed:
      return fmt::format("did not stop within {} s of {}", grace.count(),
                         signal_name(options.stop));
    case How::not_started:
    case How::stopped:
      break;
  }
  return {};
}

std::string end_of(std::string_view log) {
  log = log.substr(log.size() - std::min(log.size(), most_last_bytes));
  std::size_t end = log.size() - (log.ends_with('\n') ? 1 : 0);
  for (std::size_t count = 0; count < most_last_lines && end > 0; ++count) {
    end = log.rfind('\n', end - 1);
    if (end == std::string_view::npos) return std::string(log);
  }
  return std::string(log.substr(std::min(end + 1, log.size())));
}

}  // namespace

Result<ShardServices> ShardServices::open(const std::vector<ServiceOptions>& options,
                                          std::uint32_t needed, const Logs& logs,
                                          ShardOutputs& outputs) {
  ShardServices services;
  for (std::size_t number = 0; number < options.size(); ++number) {
    if ((needed >> number & 1U) == 0) continue;
    const ServiceOptions& option = options[number];
    ServiceRecord& record = services.records_.emplace_back();
    record.name = option.name;
    const std::string name = logs.name ? logs.name(option.name) : "";
    if (!name.empty()) record.log = "logs/" + name;
    Result<UniqueFd> log = name.empty() ? make_memory_file() : logs.create(name);
    if (!log) return std::unexpected(log.error());
    auto output = ShardOutput::open(std::move(*log), make_memory_file, {});
    if (!output) return std::unexpected(output.error());
    if (Result<void> added = outputs.add(**output); !added) return std::unexpected(added.error());
    services.services_.push_back({.options = &option, .output = std::move(*output)});
  }
  return services;
}

std::vector<Service> ShardServices::commands(const Words& environment) const {
  std::vector<Service> commands;
  for (const Running& running : services_) {
    const ServiceOptions& options = *running.options;
    Service service;
    service.name = options.name;
    service.argv = {"/bin/sh", "-c", options.command};
    service.environment = joined(environment, options.env);
    service.output = running.output->write_end(Stream::output);
    service.ready = in_sandbox(options.ready);
    service.timeout = options.timeout;
    service.stop_signal = options.stop;
    service.grace = options.grace;
    commands.push_back(std::move(service));
  }
  return commands;
}

void ShardServices::close_write_ends() {
  for (Running& running : services_) running.output->close_write_ends();
}

void ShardServices::look(Execution& execution) {
  for (unsigned number = 0; number < services_.size(); ++number) {
    Running& running = services_[number];
    const bool is_awaited =
        running.options->ready.kind == ReadinessProbe::Kind::announced && !running.is_announced;
    if (!is_awaited || !has_announced(running)) continue;
    running.is_announced = true;
    execution.announce(number);
  }
}

// Looks at the lines that are new.
bool ShardServices::has_announced(Running& service) {
  const std::uint64_t end = service.output->interleaving().size();
  while (service.line < end) {
    std::string text(std::min<std::uint64_t>(end - service.line, longest_line), '\0');
    const ssize_t size =
        ::pread(service.output->log(), text.data(), text.size(), static_cast<off_t>(service.line));
    if (size <= 0) return false;
    text.resize(static_cast<std::size_t>(size));
    const std::size_t last = text.rfind('\n');
    if (last == std::string::npos && text.size() < longest_line) return false;
    if (last != std::string::npos) text.resize(last + 1);
    service.line += text.size();
    if (std::ranges::any_of(lines(text), service.options->announcement)) return true;
  }
  return false;
}

void ShardServices::finish(const Ending& ending) {
  if (!endings_.empty() || services_.empty()) return;
  endings_ = ending.services;
  endings_.resize(services_.size());
  for (std::size_t i = 0; i < services_.size(); ++i) {
    while (!services_[i].output->settle()) {
    }
    if (!ending.services.empty()) records_[i].state = state_of(endings_[i].how);
    records_[i].start_up = endings_[i].start_up;
    records_[i].detail = detail_of(*services_[i].options, endings_[i]);
  }
}

std::string ShardServices::last_lines() const {
  const auto failed = std::ranges::find(endings_, false, &ServiceEnding::was_ready);
  if (failed == endings_.end()) return {};
  return end_of(services_[static_cast<std::size_t>(failed - endings_.begin())].output->all());
}

Words ShardServices::lost() const {
  Words sentences;
  for (std::size_t i = 0; i < endings_.size(); ++i) {
    const ServiceEnding& ending = endings_[i];
    const bool is_lost =
        ending.was_ready && (ending.how == How::exited || ending.how == How::signaled);
    if (is_lost)
      sentences.push_back(fmt::format(
          "the service `{}` {}", printable(records_[i].name),
          ending.how == How::signaled ? "was " + records_[i].detail : records_[i].detail));
  }
  return sentences;
}

}  // namespace isorun
