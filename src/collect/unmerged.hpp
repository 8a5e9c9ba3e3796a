// Stores the files that --collect wants from one machine's slice of a suite, for the merge of all
// slices: half a total would look like a whole one. A single file survives artifact stores, which
// drop modes and refuse some names:
//
//   isorun unmerged 1
//   {"requests":[{"pattern":"/tmp/*.json","rule":"cost", ...}]}
//   {"shard":3,"requests":[0],"path":"/tmp/a.json","modified":[1700000000,0],"mode":33188,"size":7}
//   CONTENT
//   {"files":1}
//
// Each line of JSON and each content ends with a line feed.
#pragma once

#include <memory>
#include <set>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

#include "collect/intake.hpp"
#include "collect/request.hpp"

namespace isorun {

inline constexpr const char* unmerged_name = "unmerged";

// Writes the file into the results directory.
std::unique_ptr<Intake> keep_unmerged(std::vector<CollectRequest> requests);

class Unmerged {
 public:
  // `text` is the file's content and is borrowed. Errors: Phase::usage.
  static Result<Unmerged> parse(std::string_view text);

  [[nodiscard]] const std::vector<CollectRequest>& requests() const { return requests_; }

  // Makes shards unique among all machines.
  struct Numbers {
    std::size_t first_shard = 0;      // is added to each
    std::size_t build = build_shard;  // that of the build
  };

  // Passes every file to the intake, except for those of the shards in `left_out`.
  void give(Intake& intake, const Numbers& numbers, const std::set<std::size_t>& left_out) const;

 private:
  Unmerged(std::vector<CollectRequest> requests, std::string_view records)
      : requests_(std::move(requests)), records_(records) {}

  std::vector<CollectRequest> requests_;
  std::string_view records_;  // validated
};

}  // namespace isorun
