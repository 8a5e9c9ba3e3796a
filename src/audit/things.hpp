// What units touch, by name: an absolute path, or KIND:NAME.
#pragma once

#include <string>
#include <string_view>

namespace isorun {

// Whether no unit could harm another by it: what is private to processes, isorun's own part of each
// layer (`own`), caches of tools.
bool is_of_no_concern(std::string_view thing, std::string_view own);

// The name under which units meet: a port, whatever the address.
std::string key_of(std::string_view thing);

// Names a thing for the user: a path relative to the working directory, "port 80 (TCP)".
std::string spoken(std::string_view key);

bool is_path(std::string_view thing);

}  // namespace isorun
