#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "base/descriptor_message.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "host/facts.hpp"
#include "host/memory.hpp"
#include "sandbox/command_check.hpp"
#include "sandbox/filter.hpp"
#include "sandbox/handles.hpp"
#include "sandbox/packed_command.hpp"
#include "sandbox/preparation.hpp"
#include "sandbox/traced_calls.hpp"
#include "sandbox/without_exceptions.hpp"

namespace isorun {
namespace {

std::unexpected<Error> fail(std::string what, int code) {
  return std::unexpected(Error{Phase::setup, code, std::move(what)});
}

bool send_all(int socket, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

// Sends one message if the socket's buffer allows, so that the stage wakes up once.
bool send_start(int socket, const StageRequest& request, const std::string& payload,
                std::span<const int> descriptors) {
  iovec data[2] = {{const_cast<StageRequest*>(&request), sizeof request},
                   {const_cast<char*>(payload.data()), payload.size()}};
  DescriptorMessage<most_descriptors> message(data);
  message.attach(descriptors);
  ssize_t sent = 0;
  do sent = ::sendmsg(socket, message.header(), MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < static_cast<ssize_t>(sizeof request)) return false;
  return send_all(
      socket, std::string_view(payload).substr(static_cast<std::size_t>(sent) - sizeof request));
}

}  // namespace

Sandbox::Sandbox(std::shared_ptr<Stage> stage) : stage_(std::move(stage)) {}

Result<Sandbox> Sandbox::open(const Layout& layout) {
  return without_exceptions([&layout]() -> Result<Sandbox> {
    Result<std::shared_ptr<Stage>> stage = Stage::open(layout);
    if (!stage) return std::unexpected(stage.error());
    return Sandbox(std::move(*stage));
  });
}

Result<std::shared_ptr<Sandbox::Stage>> Sandbox::Stage::open(const Layout& layout) {
  if (Result<void> good = check_layout(layout); !good) return std::unexpected(good.error());
  const Result<Facts> facts = read_facts();
  if (!facts) return std::unexpected(facts.error());
  Result<Plan> plan = plan_for(layout, *facts);
  if (!plan) return std::unexpected(plan.error());
  Result<std::vector<sock_filter>> filter = make_filter(plan->refused_namespaces);
  if (!filter) return std::unexpected(filter.error());
  Result<std::vector<sock_filter>> trace_filter;
  if (layout.traces) trace_filter = make_trace_filter();
  if (!trace_filter) return std::unexpected(trace_filter.error());
  const Capabilities capabilities = command_capabilities(facts->uid == 0);
  auto stage = std::make_shared<Stage>();
  stage->plan = std::move(*plan);
  stage->filter = std::move(*filter);
  stage->trace_filter = std::move(*trace_filter);
  stage->orders.capabilities = capabilities.kept;
  stage->orders.capability_count = capabilities.count;
  stage->orders.oom_score = expendable_oom_score();
  stage->null = above_standard(::open("/dev/null", O_RDWR | O_CLOEXEC));
  if (!stage->null) return fail("opening /dev/null", errno);
  if (Result<void> started = stage->start(); !started) return std::unexpected(started.error());
  if (Result<void> ready = stage->serve(); !ready) return std::unexpected(ready.error());
  return stage;
}

const std::string& Sandbox::results_directory() const {
  return stage_->plan.results;
}

Layer Sandbox::layer() const {
  return {.root = {},
          .parts = stage_->plan.parts,
          .places = stage_->plan.file_places,
          .stand_ins = stage_->plan.stand_ins,
          .absent = stage_->plan.absent};
}

std::vector<std::string> Sandbox::losses() const {
  std::vector<std::string> sentences;
  for (const Loss& loss : stage_->plan.losses) sentences.push_back(loss.what);
  return sentences;
}

Result<std::string> explain(const Layout& layout) {
  return without_exceptions([&layout]() -> Result<std::string> {
    if (Result<void> good = check_layout(layout); !good) return std::unexpected(good.error());
    const Result<Facts> facts = read_facts();
    if (!facts) return std::unexpected(facts.error());
    const Result<Plan> plan = plan_for(layout, *facts);
    if (!plan) return std::unexpected(plan.error());
    return describe(*plan);
  });
}

Result<void> Sandbox::close() {
  if (stage_->live_shards > 0)
    return std::unexpected(Error{Phase::usage, 0, "the sandbox still has shards"});
  stage_->end();
  if (stage_->leftover) return std::unexpected(*stage_->leftover);
  return {};
}

Result<Shard> Sandbox::start(const Command& command, unsigned slot) {
  return without_exceptions([&]() -> Result<Shard> {
    if (command.traced && stage_->trace_filter.empty())
      return std::unexpected(
          Error{Phase::usage, 0, "a command can be traced only where Layout::traces is set"});
    if (const Result<void> good = check_command(command, slot, stage_->setups); !good)
      return std::unexpected(good.error());
    auto state = std::make_unique<Shard::State>();
    state->layer = layer();
    state->layer.is_above_setups = !command.setups.empty();
    PackedCommand packed = pack(command, stage_->plan.working_directory);
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
      return fail("making a socket pair", errno);
    UniqueFd channel = above_standard(ends[0]);
    const UniqueFd far_end = above_standard(ends[1]);
    if (!channel || !far_end) return fail("making a socket pair", errno);
    const auto or_null = [this](int fd) { return fd >= 0 ? fd : stage_->null.get(); };
    std::vector<int> descriptors = {far_end.get(), or_null(command.input), or_null(command.output),
                                    or_null(command.error)};
    for (const Service& service : command.services) descriptors.push_back(or_null(service.output));
    packed.request.slot = slot;
    packed.request.shard = stage_->next_shard++;
    if (!send_start(stage_->socket.get(), packed.request, packed.payload, descriptors)) {
      const int code = errno;
      if (stage_->is_gone()) return std::unexpected(stage_->lost());
      return fail("sending a command to the stage", code);
    }
    if (command.setup) stage_->setups |= 1U << *command.setup;
    state->keeps_layer = command.setup.has_value();
    state->stage = stage_;
    ++stage_->live_shards;
    state->number = packed.request.shard;
    state->program = command.argv[0];
    state->services = command.services;
    if (!command.services.empty()) state->progress = Shard::Progress::starting_services;
    state->channel = std::move(channel);
    return Shard(std::move(state));
  });
}

}  // namespace isorun
