// The services of one shard: their output, and what became of them.
//
//   Result<ShardServices> services = ShardServices::open(options, needed, logs, outputs);
//   ... start the command with services->commands(environment) ...
//   services->close_write_ends();
//   ... whenever outputs.fd() was readable: services->look(execution) ...
//   ... once the command has ended: services->finish(ending) ...
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <isorun/sandbox.hpp>

#include "report/record.hpp"
#include "run/executor.hpp"
#include "run/options.hpp"
#include "run/shard_output.hpp"

namespace isorun {

class ShardServices {
 public:
  // The files to which services write their output.
  struct Logs {
    std::function<std::string(const std::string& service)> name{};  // below logs/; null: in memory
    std::function<Result<UniqueFd>(const std::string& name)> create{};
  };

  // If there are no services, all that follows does nothing.
  ShardServices() = default;

  // `needed` has a bit for each of the options. `options` must outlive it.
  static Result<ShardServices> open(const std::vector<ServiceOptions>& options,
                                    std::uint32_t needed, const Logs& logs, ShardOutputs& outputs);

  // The services of a command with this environment. They borrow the descriptors.
  [[nodiscard]] std::vector<Service> commands(const Words& environment) const;
  void close_write_ends();
  [[nodiscard]] bool empty() const { return services_.empty(); }

  // Announces those that have said that they are ready.
  void look(Execution& execution);

  // Call this once the shard has ended.
  void finish(const Ending& ending);

  // The last lines of the service that was not ready.
  [[nodiscard]] std::string last_lines() const;

  // Sentences about those that ended while the command ran.
  [[nodiscard]] Words lost() const;

  [[nodiscard]] const std::vector<ServiceRecord>& records() const { return records_; }

 private:
  struct Running {
    const ServiceOptions* options = nullptr;
    std::unique_ptr<ShardOutput> output;
    std::uint64_t line = 0;  // where its next line begins
    bool is_announced = false;
  };

  static bool has_announced(Running& service);

  std::vector<Running> services_;
  std::vector<ServiceEnding> endings_;
  std::vector<ServiceRecord> records_;
};

}  // namespace isorun
