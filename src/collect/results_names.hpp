// The names in a results directory that belong to isorun: which of them the next run removes, and
// which cannot be targets of --collect.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

struct ResultsName {
  enum class Use {
    stays,    // kept by the next run, or replaced as a whole
    removed,  // removed by the next run
    targets,  // also removed; holds the results of --collect
  };
  const char* name;
  Use use;
};

inline constexpr ResultsName results_names[] = {
    {"run.json", ResultsName::Use::stays},      {".lock", ResultsName::Use::stays},
    {"audit.json", ResultsName::Use::stays},    {".gitignore", ResultsName::Use::stays},
    {"CACHEDIR.TAG", ResultsName::Use::stays},  {"logs", ResultsName::Use::removed},
    {"layers", ResultsName::Use::removed},      {"junit.xml", ResultsName::Use::removed},
    {"report.html", ResultsName::Use::removed}, {"trace.json", ResultsName::Use::removed},
    {"unmerged", ResultsName::Use::removed},    {".collect", ResultsName::Use::removed},
    {".control", ResultsName::Use::removed},    {".removed", ResultsName::Use::removed},
    {"units.json", ResultsName::Use::removed},  {"parts", ResultsName::Use::removed},
    {"collected", ResultsName::Use::targets},   {"costs.json", ResultsName::Use::targets},
};

// A temporary name, for a file that replaces `name` by rename(2).
std::string temporary_name(std::string_view name);

// Whether the name, directly below the results directory, cannot be a target.
bool is_reserved(std::string_view name);

}  // namespace isorun
