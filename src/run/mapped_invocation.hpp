// Inspects the files that a command's words name, without running it.
#pragma once

#include <deque>

#include "base/mapped_file.hpp"
#include "suite/framework.hpp"

namespace isorun {

class MappedInvocation {
 public:
  // `command` must outlive this object.
  explicit MappedInvocation(const UserCommand& command);
  MappedInvocation(const MappedInvocation&) = delete;
  MappedInvocation& operator=(const MappedInvocation&) = delete;

  // Refers to this object, which keeps the files mapped.
  [[nodiscard]] const Invocation& invocation() const { return invocation_; }

 private:
  std::optional<NamedFile> name_program(const std::string& word);
  std::optional<NamedFile> name_file(const std::string& word);

  std::deque<MappedFile> contents_;
  Invocation invocation_;
};

}  // namespace isorun
