// Files that go from the layers to the host, each merged by a rule or equal in all shards.
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
  // Adds a request whose files go to the host, under `number`. Errors: Phase::usage.
  Result<void> add(std::size_t number, const CollectRequest& request);

  [[nodiscard]] bool is_empty() const { return jobs_.empty(); }

  // `work`, a borrowed directory, stores data until finish().
  void begin(int work);

  // Does what Intake::take() does, for one request.
  void take(std::size_t number, const SourceFile& file, const Result<std::string_view>& content);

  // Handles each path independently: a failure leaves the others alone.
  void finish(Collected& collected);

 private:
  // One shard's file.
  struct Part {
    SourceFile file;
    std::uint64_t begin = 0;
    std::size_t size = 0;
  };
  struct Job {
    CollectRequest request;
    const Rule* rule = nullptr;  // null: the file must be equal in all shards
    std::map<std::string, std::vector<Part>> places{};  // by destination
    std::map<std::string, std::size_t> withheld{};      // path to the shard in which a unit failed
    std::set<std::string> bad{};  // destinations with a file that cannot be used
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
