// A directory that is removed at the end, or by a later run after SIGKILL: see run_directory.hpp.
#pragma once

#include <string>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

#include "base/run_directory.hpp"

namespace isorun {

class TemporaryDirectory {
 public:
  using Report = void (*)(const Error&);

  // Below `parent`; the prefix has at most 15 bytes. `report` learns what could not be removed.
  // Errors: Phase::setup.
  static Result<TemporaryDirectory> make(const std::string& parent, const char* prefix,
                                         Report report);
  TemporaryDirectory(TemporaryDirectory&& other) noexcept;
  TemporaryDirectory& operator=(TemporaryDirectory&&) = delete;
  ~TemporaryDirectory();

  [[nodiscard]] std::string path() const { return parent_ + '/' + run_.name.data(); }

 private:
  TemporaryDirectory(std::string parent, const RunDirectory& run, Report report)
      : parent_(std::move(parent)), run_(run), lock_(run.fd), report_(report) {}

  std::string parent_;  // empty after a move
  RunDirectory run_;
  UniqueFd lock_;
  Report report_;
};

}  // namespace isorun
