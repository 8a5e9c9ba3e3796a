// What messages call the settings of a sandbox.
#pragma once

#include <string_view>

namespace isorun {

// The members of a Layout, and the values of its members, that messages name.
enum class LayoutSetting {
  bind,
  declared_isolation,
  host_network,
  host_proc,
  mode_copy,
  mode_hide,
  mode_overlay,
  mode_read_only,
  mode_share,
  mode_tmpfs,
  scratch,
  scratch_bytes,
};

// What a program calls a setting, such as "--copy"; must outlive all messages.
using SettingName = std::string_view (*)(LayoutSetting setting);

// Makes messages use these names; null: the library's own, such as "Mode::copy", which are the
// default. Call it before anything else.
void name_settings(SettingName name);

}  // namespace isorun
