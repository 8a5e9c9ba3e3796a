// Starts the shards of jobs in free slots.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include <isorun/error.hpp>

#include "results/results_directory.hpp"
#include "run/active_shard.hpp"
#include "run/executor.hpp"
#include "run/options.hpp"
#include "run/relayed_workers.hpp"
#include "run/selection.hpp"
#include "run/shard_output.hpp"
#include "run/shard_services.hpp"
#include "suite/suite.hpp"

namespace isorun {

class ShardStarter {
 public:
  struct Parts {
    Executor& executor;
    const Suite& suite;
    const Selection& selection;
    const GroundworkOf& groundwork_of;
    ResultsDirectory& directory;
    RelayedWorkers* workers;  // of the suite's one shard; null: none
  };

  // `outputs` reads what the shards print. All must outlive it.
  ShardStarter(const Parts& parts, const Options& options, ShardOutputs& outputs)
      : parts_(parts), options_(options), outputs_(outputs), is_taken_(options.jobs) {}

  // Needs as many free slots as the job takes.
  Result<std::shared_ptr<ActiveShard>> start(Job job);

  // Call when it has ended.
  void free_slots(const ActiveShard& active);

  // `needed` has a bit for each service.
  Result<ShardServices> open_services(std::size_t shard, std::uint32_t needed);

 private:
  Result<std::unique_ptr<ShardOutput>> open_output(const Job& job);
  std::vector<std::size_t> take_slots(std::size_t count);

  Parts parts_;
  const Options& options_;
  ShardOutputs& outputs_;
  std::vector<bool> is_taken_;  // by slot
};

}  // namespace isorun
