#include "host/capabilities.hpp"

#include <memory>
#include <type_traits>

namespace isorun {

bool has_capability(cap_value_t capability) {
  const std::unique_ptr<std::remove_pointer_t<cap_t>, int (*)(void*)> own(::cap_get_proc(),
                                                                          ::cap_free);
  cap_flag_value_t value = CAP_CLEAR;
  return own && ::cap_get_flag(own.get(), capability, CAP_EFFECTIVE, &value) == 0 &&
         value == CAP_SET;
}

}  // namespace isorun
