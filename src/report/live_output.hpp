// Output of running shards, line by line, each line marked with its slot:
//
//   0| [ RUN      ] Suite.Test
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "report/color.hpp"
#include "report/running_shard.hpp"

namespace isorun {

// A shard's line as shown: colors are kept if wanted, a carriage return discards the text before
// it, and other control characters cannot reach the terminal.
std::string live_line(std::size_t slot, std::string_view line, Color color);

class LiveOutput {
 public:
  explicit LiveOutput(Color color) : color_(color) {}

  // New complete lines in the shard's log: the last `most` bytes, and a line that counts what was
  // skipped.
  std::string read(const RunningShard& shard, std::size_t most);

  // The same, including an incomplete last line. Forgets the shard.
  std::string finish(const RunningShard& shard, std::size_t most);

 private:
  struct Place {
    std::uint64_t offset = 0;  // how far the log was read
    std::string part{};        // an incomplete line
  };

  std::string lines(std::size_t slot, Place& place, std::string_view bytes) const;

  Color color_;
  std::map<std::size_t, Place> places_;  // by shard
};

}  // namespace isorun
