// The extended attributes that are users' own: user.NAME, see xattr(7). Others take a privilege
// (security.*, trusted.*), or follow from the mode (system.posix_acl_*).
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include <sys/stat.h>

namespace isorun {

using UserAttributes = std::map<std::string, std::string>;  // any bytes; names with their user.

// Whether it is one of them, and no mark of an overlay's.
bool is_user_attribute(std::string_view name);

// Those of a file, by its name in an open directory; a link is not followed. Only regular files and
// directories have any. An errno where they cannot be read.
std::expected<UserAttributes, int> user_attributes(int directory, const char* name,
                                                   const struct stat& status);

// Gives an open file these and no others. False, with errno, where that fails.
bool set_user_attributes(int file, const UserAttributes& attributes);

}  // namespace isorun
