// The names in a results directory that are isorun's: which of them the next run removes, and which
// --collect cannot have.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

struct ResultsName {
  enum class Use {
    stays,    // the next run keeps it, or replaces it as a whole
    removed,  // the next run starts without it
    targets,  // likewise; what --collect merges lies there
  };
  const char* name;
  Use use;
};

inline constexpr ResultsName results_names[] = {
    {"run.json", ResultsName::Use::stays},    {".lock", ResultsName::Use::stays},
    {".gitignore", ResultsName::Use::stays},  {"CACHEDIR.TAG", ResultsName::Use::stays},
    {"logs", ResultsName::Use::removed},      {"layers", ResultsName::Use::removed},
    {"junit.xml", ResultsName::Use::removed}, {"report.html", ResultsName::Use::removed},
    {"unmerged", ResultsName::Use::removed},  {".collect", ResultsName::Use::removed},
    {".control", ResultsName::Use::removed},  {".removed", ResultsName::Use::removed},
    {"collected", ResultsName::Use::targets}, {"costs.json", ResultsName::Use::targets},
};

// What becomes the file or directory `name` by rename(2), once it is whole.
std::string temporary_name(std::string_view name);

// Whether the name, right below the results directory, cannot be a target.
bool is_reserved(std::string_view name);

}  // namespace isorun
