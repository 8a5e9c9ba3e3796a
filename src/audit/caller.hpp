// The source line that makes a traced call, if the thread names it: right before the call it looks
// for DIRECTORY/DEED/FILE:LINE, where nothing is (src/suite/pytest/isorun_lines.py). A line is for
// the thread's next call alone, and only if that is what was named; so no line is ever guessed.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "audit/decoder.hpp"
#include "sandbox/traced_calls.hpp"

namespace isorun {

struct NamedLine {
  Deed deed = Deed::look;  // that it makes next
  std::string line{};      // "tests/test_a.py:12"
};

// The line that a call names; nullopt: it names none. `directory` ends with a slash.
std::optional<NamedLine> line_named_by(const Decoded& call, std::string_view directory);

// What one thread named last.
class Caller {
 public:
  void name(NamedLine line);

  // The line that makes this call, the thread's next one; empty if unknown.
  std::string take_line(const Decoded& call);

 private:
  std::optional<NamedLine> named_{};
  std::string opened_{};  // the directory that it is about to list
};

}  // namespace isorun
