#include "cli/setting_names.hpp"

namespace isorun {

std::string_view option_for(LayoutSetting setting) {
  switch (setting) {
    case LayoutSetting::bind:
      return "--bind";
    case LayoutSetting::declared_isolation:
      return "--isolate declared";
    case LayoutSetting::host_network:
      return "--net host";
    case LayoutSetting::host_proc:
      return "--proc host";
    case LayoutSetting::mode_copy:
      return "--copy";
    case LayoutSetting::mode_hide:
      return "--hide";
    case LayoutSetting::mode_overlay:
      return "--overlay";
    case LayoutSetting::mode_read_only:
      return "--read-only";
    case LayoutSetting::mode_share:
      return "--share";
    case LayoutSetting::mode_tmpfs:
      return "--tmpfs";
    case LayoutSetting::scratch:
      return "--scratch";
    case LayoutSetting::scratch_bytes:
      return "--scratch-size";
  }
  return "";
}

}  // namespace isorun
