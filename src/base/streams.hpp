// Standard output and error of isorun. Neither a full disk nor a reader that is gone aborts it, and
// no failed write goes unseen: main turns it into an exit code.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

// To standard output, held back until there is much of it.
void print(std::string_view text);

// To standard error, at once, after what print() holds back.
void print_error(std::string_view text);

// Before somebody else writes to standard output.
void flush_output();

// The first write to either that failed, by whomever. Errors: Phase::report.
Result<void> all_was_printed();

// For who writes to standard output by other means.
void note_failed_print(int code);

// Those means: writes what the reader of a descriptor takes. A reader that takes nothing is waited
// for until isorun is told to stop: EINTR.
enum class Wait { no, yes };
struct Written {
  std::size_t bytes = 0;
  int error = 0;  // an errno, or 0
};
Written write_to(int fd, std::string_view text, Wait wait);

}  // namespace isorun
