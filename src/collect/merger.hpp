// Merges files by the requested rules, into the results or onto the host.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "collect/exports.hpp"
#include "collect/intake.hpp"
#include "collect/request.hpp"

namespace isorun {

class Merger final : public Intake {
 public:
  // Requests with equal rules and targets share one result, unless the target was derived from
  // their patterns. Errors: Phase::usage.
  static Result<std::unique_ptr<Merger>> create(std::span<const CollectRequest> requests);

  Result<void> begin(int results_directory) override;
  void take(const SourceFile& file, std::span<const std::size_t> requests,
            const Result<std::string_view>& content) override;

  // Writes the merged files below the results directory, each completely or not at all, then the
  // files of the host. If a file could not be merged, its target is not written and an older one is
  // removed: no total is better than one that is too small. The same shards give the same bytes.
  Result<Collected> finish() override;

 private:
  // Produces one file of the results.
  struct Job {
    const Rule* rule = nullptr;
    std::string target;
    std::string command;
    bool named_after_pattern = false;
    std::vector<std::size_t> requests;
    std::unique_ptr<Merge> merge;
    std::size_t files = 0;
    std::size_t bad_files = 0;
  };
  struct Wanted {
    CollectRequest request;
    std::size_t job = 0;  // its index, if its files do not go to the host
    bool matched = false;
  };

  Result<void> add(const CollectRequest& request);
  [[nodiscard]] MergedFile written(const Job& job) const;
  void tell_unmatched(const Job& job, Collected& collected) const;
  Result<void> write_result(Job& job, Output& out, Collected& collected);

  [[nodiscard]] bool is_export(std::size_t request) const {
    return wanted_[request].request.to == CollectRequest::To::host;
  }

  std::vector<Wanted> wanted_;
  std::vector<Job> jobs_;
  Exports exports_;
  std::vector<Problem> problems_;
  int results_directory_ = -1;
  std::optional<WorkDirectory> work_;
};

}  // namespace isorun
