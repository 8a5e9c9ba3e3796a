// Inspects the files that a command's words name, without running it.
#pragma once

#include <deque>

#include "base/mapped_file.hpp"
#include "suite/framework.hpp"

namespace isorun {

class Inspection {
 public:
  // `command` must outlive this object.
  explicit Inspection(const UserCommand& command);
  Inspection(const Inspection&) = delete;
  Inspection& operator=(const Inspection&) = delete;

  // Refers to this object, which keeps the files mapped.
  [[nodiscard]] const Look& look() const { return look_; }

 private:
  std::optional<NamedFile> name_program(const std::string& word);
  std::optional<NamedFile> name_file(const std::string& word);

  std::deque<MappedFile> contents_;
  Look look_;
};

}  // namespace isorun
