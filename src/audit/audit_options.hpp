// The options of `isorun audit` beside those of a run.
#pragma once

#include <chrono>
#include <string>

namespace isorun {

struct AuditOptions {
  enum class Form { text, json, markdown, locks };
  Form form = Form::text;
  std::string explain{};  // a file of tests, or a unit; empty: none
  bool verifies = false;
  std::chrono::nanoseconds budget = std::chrono::minutes(10);  // for verifying
};

}  // namespace isorun
