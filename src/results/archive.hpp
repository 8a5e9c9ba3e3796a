// Results in an archive, as CI systems hand artifacts from one job to another.
#pragma once

#include <string>

#include <isorun/error.hpp>

#include "base/temporary_directory.hpp"

namespace isorun {

struct Unpacked {
  TemporaryDirectory directory;  // below TMPDIR or /tmp
  std::string results;           // the results directory in it
};

// Unpacks a file with unzip(1) or, unless it is a ZIP archive, with tar(1), and finds the results
// directory: the first that holds more than one directory alone. Errors: Phase::usage.
Result<Unpacked> unpack(const std::string& archive);

}  // namespace isorun
