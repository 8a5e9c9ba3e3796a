#pragma once

#include <string>

namespace isorun {

// 16 hexadecimal digits, for names that nobody else has.
std::string random_digits();

}  // namespace isorun
