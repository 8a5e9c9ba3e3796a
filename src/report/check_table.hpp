// Prints the findings of `isorun check`, for people and for programs.
#pragma once

#include <string>

#include <isorun/check.hpp>

namespace isorun {

std::string check_table(const HostCheck& check);
std::string check_json(const HostCheck& check);

}  // namespace isorun
