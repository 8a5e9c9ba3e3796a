// The sections of report.html, in their order.
#pragma once

#include <span>
#include <string>

#include "report/document.hpp"

namespace isorun {

struct HtmlSection {
  const char* id;
  const char* title;
  std::string (*content)(const RunRecord& run, const DocumentSource& source);  // empty: left out
};

std::span<const HtmlSection> html_sections();

}  // namespace isorun
