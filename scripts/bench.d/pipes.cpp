// What it takes to give a shard its pipes, to move a line of output to its log, and to close them.
//
//   pipes COUNT     prints the microseconds of one shard
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/mman.h>

#include "run/shard_output.hpp"

namespace {

using isorun::Result;
using isorun::ShardOutput;
using isorun::ShardOutputs;
using isorun::Stream;
using isorun::UniqueFd;

Result<UniqueFd> make_scratch() {
  return UniqueFd(::memfd_create("scratch", MFD_CLOEXEC));
}

bool run_shard(ShardOutputs& outputs, int log) {
  const auto output = ShardOutput::open(UniqueFd(::dup(log)), make_scratch, {});
  if (!output || !outputs.add(**output)) return false;
  constexpr std::string_view line = "1 test passed\n";
  if (::write((*output)->write_end(Stream::output), line.data(), line.size()) < 0) return false;
  outputs.pump();
  (*output)->close_write_ends();
  while (!(*output)->settle()) {
  }
  return (*output)->output() == line;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const int count = std::atoi(argv[1]);
  const UniqueFd log(::memfd_create("log", MFD_CLOEXEC));
  Result<ShardOutputs> outputs = ShardOutputs::open();
  if (!outputs) return 1;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < count; ++i)
    if (!run_shard(*outputs, log.get())) return 1;
  const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - begin;
  fmt::print("{:.1f}\n", time.count() / count);
  return 0;
}
