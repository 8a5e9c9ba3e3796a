// The documents that describe a finished run, each made from its record and its logs.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "report/record.hpp"
#include "report/terminal_settings.hpp"

namespace isorun {

// Reads about `most` bytes of a log, given by its name in the record, like read_shortened().
using ReadLog = std::function<std::string(const std::string& log, std::size_t most)>;

// Consumes the next part of the document.
using Sink = std::function<void(std::string_view part)>;

// What a document may use besides the record.
struct DocumentSource {
  ReadLog read_log;
  TerminalSettings settings{};  // which units count as slow
  std::string audit{};          // audit.json, as isorun audit wrote it; empty: there is none
};

struct Document {
  std::string_view option;  // of isorun report, without "--"
  std::string_view help;
  const char* file;  // in the results directory, written after each run; null: only on request
  void (*write)(const RunRecord& run, const DocumentSource& source, const Sink& sink);
};

// The smallest first, in case the disk is full.
std::span<const Document> documents();

}  // namespace isorun
