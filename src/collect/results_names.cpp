#include "collect/results_names.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace isorun {

std::string temporary_name(std::string_view name) {
  return fmt::format(".{}.new", name);
}

bool is_reserved(std::string_view name) {
  const auto is_temporary = name.starts_with('.') && name.ends_with(".new");
  return is_temporary || std::ranges::any_of(results_names, [name](const ResultsName& own) {
           return own.name == name && own.use != ResultsName::Use::targets;
         });
}

}  // namespace isorun
