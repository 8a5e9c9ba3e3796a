// Extended attributes in the user.* namespace, see xattr(7). Others need privilege (security.*,
// trusted.*) or derive from the mode (system.posix_acl_*).
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include <sys/stat.h>

namespace isorun {

// values are arbitrary bytes; names include "user."
using UserAttributes = std::map<std::string, std::string>;

// Whether the name is a user attribute and not a mark of overlayfs.
bool is_user_attribute(std::string_view name);

// The attributes of a file by its name in an open directory. Symbolic links are not followed. Only
// regular files and directories have user attributes. Returns an errno on failure.
std::expected<UserAttributes, int> user_attributes(int directory, const char* name,
                                                   const struct stat& status);

// Replaces the attributes of an open file. On failure returns false and sets errno.
bool set_user_attributes(int file, const UserAttributes& attributes);

}  // namespace isorun
