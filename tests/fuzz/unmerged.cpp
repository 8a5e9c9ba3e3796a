// What a slice's rules have found.
#include "collect/unmerged.hpp"

#include "fuzz.hpp"

using namespace isorun;
using namespace isorun::fuzz;

namespace {

class Checking final : public Intake {
 public:
  Checking(std::size_t requests, std::size_t first_shard)
      : requests_(requests), first_shard_(first_shard) {}

  Result<void> begin(int /*results_directory*/) override { return {}; }
  void take(const SourceFile& file, std::span<const std::size_t> requests,
            const Result<std::string_view>& content) override {
    require(file.shard >= first_shard_, "shards count on");
    for (const std::size_t request : requests)
      require(request < requests_, "a file is for requests that there are");
    if (content) bytes_ += content->size();
  }
  Result<Collected> finish() override { return Collected{}; }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  std::size_t requests_;
  std::size_t first_shard_;
  std::size_t bytes_ = 0;
};

}  // namespace

FUZZ(unmerged) {
  const auto unmerged = Unmerged::parse(input);
  if (!unmerged) return;
  Checking checking(unmerged->requests().size(), 7);
  unmerged->give(checking, {.first_shard = 7}, {});
  require(checking.bytes() <= input.size(), "contents are parts of the file");
}
