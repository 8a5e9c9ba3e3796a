// isorun's standard output and error. Neither a full disk nor a closed reader aborts isorun, and
// no failed write goes unnoticed: main turns it into an exit code.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include <isorun/error.hpp>

namespace isorun {

// Writes to standard output, buffered.
void print(std::string_view text);

// Writes to standard error, unbuffered, after flushing print()'s buffer.
void print_error(std::string_view text);
void print_warning(const Error& error);

// Call this before anything else writes to standard output.
void flush_output();

// The first failed write to either, by any function here. Errors: Phase::report.
Result<void> all_was_printed();

// Reports a failed write to standard output by other means.
void note_failed_print(int code);

// Writes as much as the reader of a descriptor accepts. Waits for a reader that accepts nothing,
// until isorun is interrupted: EINTR.
enum class Wait { no, yes };
struct Written {
  std::size_t bytes = 0;
  int error = 0;  // an errno, or 0
};
Written write_to(int fd, std::string_view text, Wait wait);

}  // namespace isorun
