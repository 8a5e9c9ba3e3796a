// How a framework's users avoid sharing a thing.
#pragma once

#include <string_view>

namespace isorun {

enum class Sharing { directory, file, port, name };

Sharing sharing_of(std::string_view thing, bool by_listing);

// An imperative, or empty.
std::string_view advice_for(std::string_view framework, Sharing sharing);

}  // namespace isorun
