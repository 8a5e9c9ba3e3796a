#include "base/worded.hpp"

#include <algorithm>
#include <array>

namespace isorun {
namespace {

struct OwnName {
  LayoutSetting setting;
  std::string_view name;
};

constexpr std::array own_names = {
    OwnName{LayoutSetting::bind, "Bind"},
    OwnName{LayoutSetting::declared_isolation, "Isolation::declared"},
    OwnName{LayoutSetting::host_network, "Network::host"},
    OwnName{LayoutSetting::host_proc, "Proc::host"},
    OwnName{LayoutSetting::mode_copy, "Mode::copy"},
    OwnName{LayoutSetting::mode_hide, "Mode::hide"},
    OwnName{LayoutSetting::mode_overlay, "Mode::overlay"},
    OwnName{LayoutSetting::mode_read_only, "Mode::read_only"},
    OwnName{LayoutSetting::mode_share, "Mode::share"},
    OwnName{LayoutSetting::mode_tmpfs, "Mode::tmpfs"},
    OwnName{LayoutSetting::scratch, "Layout::scratch"},
    OwnName{LayoutSetting::scratch_bytes, "Layout::scratch_bytes"},
};

std::string_view own_name(LayoutSetting setting) {
  return std::ranges::find(own_names, setting, &OwnName::setting)->name;
}

SettingName name_of = own_name;

}  // namespace

void name_settings(SettingName name) {
  name_of = name == nullptr ? own_name : name;
}

std::string called(LayoutSetting setting) {
  return std::string(name_of(setting));
}

std::string worded(std::string_view text) {
  std::string result(text);
  for (const OwnName& own : own_names) {
    const std::string braced = "{" + std::string(own.name) + "}";
    for (std::size_t place = 0; (place = result.find(braced, place)) != std::string::npos;)
      result.replace(place, braced.size(), name_of(own.setting));
  }
  return result;
}

}  // namespace isorun
