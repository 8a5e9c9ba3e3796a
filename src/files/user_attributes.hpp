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

// The attributes with names that `is_wanted` of a regular file or directory, by its name in an open
// directory. Symbolic links are not followed and have none. Returns an errno on failure.
std::expected<UserAttributes, int> attributes(int directory, const char* name,
                                              const struct stat& status,
                                              bool (*is_wanted)(std::string_view));

// The same if the caller owns the file but has no read permission, which it gets meanwhile.
std::expected<UserAttributes, int> attributes_for_owner(int directory, const char* name,
                                                        const struct stat& status,
                                                        bool (*is_wanted)(std::string_view));

// The user attributes alone.
std::expected<UserAttributes, int> user_attributes(int directory, const char* name,
                                                   const struct stat& status);

// Replaces the attributes of an open file. On failure returns false and sets errno.
bool set_user_attributes(int file, const UserAttributes& attributes);

}  // namespace isorun
