// What pipes add to a shard: making them, moving a line of output to its log, and closing them,
// less what it takes to write the line to the log and read it back.
//
//   pipes COUNT     prints the microseconds that they add to one shard
#include <chrono>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/mman.h>

#include "files/files.hpp"
#include "run/shard_output.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using isorun::Content;
using isorun::Result;
using isorun::ShardOutput;
using isorun::ShardOutputs;
using isorun::Stream;
using isorun::UniqueFd;

Result<UniqueFd> make_scratch() {
  return UniqueFd(::memfd_create("scratch", MFD_CLOEXEC));
}

constexpr std::string_view line = "1 test passed\n";

bool run_with_pipes(ShardOutputs& outputs, int log) {
  const auto output = ShardOutput::open(UniqueFd(::dup(log)), make_scratch, {});
  if (!output || !outputs.add(**output)) return false;
  if (::write((*output)->write_end(Stream::output), line.data(), line.size()) < 0) return false;
  outputs.pump();
  (*output)->close_write_ends();
  while (!(*output)->settle()) {
  }
  return (*output)->output() == line;
}

bool run_with_file(int log) {
  const UniqueFd file(::dup(log));
  if (::pwrite(file.get(), line.data(), line.size(), 0) < 0) return false;
  const Result<Content> content = Content::read(file.get(), 0, line.size());
  return content && content->text() == line;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const int count = std::atoi(argv[1]);
  const UniqueFd log(::memfd_create("log", MFD_CLOEXEC));
  Result<ShardOutputs> outputs = ShardOutputs::open();
  if (!outputs) return 1;
  std::chrono::duration<double, std::micro> added{};
  for (int i = 0; i < count; ++i) {
    const auto begin = Clock::now();
    if (!run_with_pipes(*outputs, log.get())) return 1;
    const auto middle = Clock::now();
    if (!run_with_file(log.get())) return 1;
    added += (middle - begin) - (Clock::now() - middle);
  }
  fmt::print("{:.1f}\n", added.count() / count);
  return 0;
}
