// Files that go from the layers to the host: merged path by path, or the same in all shards.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <isorun/error.hpp>

#include "collect/intake.hpp"
#include "collect/request.hpp"
#include "files/temporary_file.hpp"

namespace isorun {

class Exports {
 public:
  // A request whose files go to the host, which is `number` from now on. Errors: Phase::usage.
  Result<void> add(std::size_t number, const CollectRequest& request);

  [[nodiscard]] bool is_empty() const { return jobs_.empty(); }

  // What is needed until finish() is kept in `work`, a directory, which is borrowed.
  void begin(int work);

  // As Intake's, for one request.
  void take(std::size_t number, const SourceFile& file, const Result<std::string_view>& content);

  // Each path for itself: what goes wrong with one leaves the others alone.
  void finish(Collected& collected);

 private:
  // A file of a shard.
  struct Part {
    SourceFile file;
    std::uint64_t begin = 0;
    std::size_t size = 0;
  };
  struct Job {
    CollectRequest request;
    const Rule* rule = nullptr;                         // null: all shards must have the same
    std::map<std::string, std::vector<Part>> places{};  // by where they go
    std::map<std::string, std::size_t> withheld{};      // path and shard: a unit of it failed
    std::set<std::string> bad{};                        // places with a file that cannot be taken
  };

  void finish(const Job& job, Collected& collected) const;
  void tell_missing(const Job& job, Collected& collected) const;
  std::optional<Problem> write(const Job& job, const std::string& place, std::vector<Part> parts,
                               Collected& collected) const;
  std::optional<Problem> make(const Job& job, const std::vector<Part>& parts, Output& out,
                              Collected& collected) const;
  [[nodiscard]] std::optional<Problem> compare(const std::vector<Part>& parts, Output& out) const;
  [[nodiscard]] Result<Content> content_of(const Part& part) const {
    return contents_->read(part.begin, part.size);
  }

  std::map<std::size_t, Job> jobs_;
  std::vector<Problem> problems_;
  int work_ = -1;
  std::optional<TemporaryFile> contents_;
};

}  // namespace isorun
