// The services of a shard, for its pid 1. System calls only.
#pragma once

#include <cstdint>

#include <isorun/sandbox.hpp>

#include "sandbox/stage.hpp"
#include "sandbox/wire.hpp"

namespace isorun {

class Services {
 public:
  // Both are borrowed. `reports` has an entry for each service, all zero: not started. They are
  // complete once all have ended.
  Services(ShardOrders& orders, ServiceReport* reports) : orders_(orders), reports_(reports) {}

  [[nodiscard]] unsigned count() const { return orders_.request.services; }
  [[nodiscard]] const ServiceRequest& request(unsigned service) const {
    return *orders_.services[service].request;
  }

  // Its pid, or a negated errno if it could not be started. `input` becomes its standard input.
  long start(unsigned service, int input);

  [[nodiscard]] bool is_alive(unsigned service) const { return pids_[service] > 0; }

  // Checks whether it is ready. Returns early when `interruption` has something to read.
  bool is_ready(unsigned service, int input, int interruption);
  void announce(unsigned service) { announced_ |= 1U << service; }

  void note_ready(unsigned service, std::uint64_t after_ns);
  void note_late(unsigned service) { reports_[service].how = ServiceEnding::How::late; }

  // Ends the command that checks whether a service is ready: it is not one of the shard's
  // processes, which must end by themselves. 0 or a negated errno.
  long end_probe();
  [[nodiscard]] bool has_probe() const { return probe_ > 0; }

  void stop(unsigned service);
  long kill(unsigned service);

  // Whether each that was started ran until it was stopped.
  [[nodiscard]] bool have_stopped() const;

  // Whether somebody waits for the end of this process, which ended with this status.
  bool note_end(long pid, int status);

 private:
  long start_probe(unsigned service, int input);

  ShardOrders& orders_;
  ServiceReport* reports_;
  long pids_[Sandbox::max_services] = {};  // 0: it does not run
  long probe_ = 0;                         // 0: none runs
  bool has_passed_ = false;                // the probe
  bool has_killed_probe_ = false;
  unsigned announced_ = 0;  // a bit for each service
};

}  // namespace isorun
