// What running shards write, line by line, each line marked with its slot:
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

// A shard's line as it is shown: colours stay where they are wanted, a carriage return takes back
// what stands before it, and nothing else can drive the terminal.
std::string live_line(std::size_t slot, std::string_view line, Color color);

class LiveOutput {
 public:
  explicit LiveOutput(Color color) : color_(color) {}

  // Whole lines that are new in the shard's log: the last `most` bytes of them, and a line that
  // counts what was skipped.
  std::string read(const RunningShard& shard, std::size_t most);

  // Likewise, with the last line even where it has no end; the shard is forgotten.
  std::string finish(const RunningShard& shard, std::size_t most);

 private:
  struct Place {
    std::uint64_t offset = 0;  // up to where the log was read
    std::string part{};        // of a line that has no end yet
  };

  std::string lines(std::size_t slot, Place& place, std::string_view bytes) const;

  Color color_;
  std::map<std::size_t, Place> places_;  // by shard
};

}  // namespace isorun
