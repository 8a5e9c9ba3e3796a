// Merges the files of a directory by a rule, as a run does with the layer of a shard.
//
//   merge RULE DIRECTORY RESULTS    prints microseconds, and the peak of resident memory in KiB, of
//                                   this process and the tools that it called
#include <chrono>
#include <fcntl.h>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>

#include "collect/collector.hpp"
#include "collect/merger.hpp"
#include "layers/collisions.hpp"

namespace {

int complain(const std::string& what) {
  fmt::print(stderr, "merge: {}\n", what);
  return 1;
}

long peak(int who) {
  rusage usage = {};
  ::getrusage(who, &usage);
  return usage.ru_maxrss;
}

int run(const std::string& rule, const char* directory, const char* results) {
  constexpr int flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  isorun::Layer layer;
  layer.root.reset(::open(directory, flags));
  layer.parts = {{"/files", ".", isorun::LayerPart::Kind::whole}};
  const isorun::UniqueFd out(::open(results, flags));
  const std::vector<isorun::CollectRequest> requests = {
      {.pattern = "/files/**", .rule = rule, .target = "merged"}};
  auto merger = isorun::Merger::create(requests);
  if (!merger) return complain(to_string(merger.error()));
  auto collector = isorun::Collector::create(requests, "", "/", std::move(*merger));
  if (!collector) return complain(to_string(collector.error()));

  const auto begin = std::chrono::steady_clock::now();
  if (const auto begun = collector->begin(out.get()); !begun) {
    return complain(to_string(begun.error()));
  }
  isorun::Collisions collisions("/own");
  collisions.begin({.shard = 0, .units = {0}});
  collector->take({0, "0", ""}, layer,
                  [&](const isorun::LayerEntry& entry, bool) { collisions.add(entry); });
  const auto collected = collector->finish();
  if (!collected) return complain(to_string(collected.error()));
  for (const isorun::Problem& problem : collected->problems) return complain(to_string(problem));
  const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
  fmt::print("{:.0f} {}\n", took.count(), peak(RUSAGE_SELF) + peak(RUSAGE_CHILDREN));
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count != 4) return complain("usage: merge RULE DIRECTORY RESULTS");
  return run(words[1], words[2], words[3]);
}
