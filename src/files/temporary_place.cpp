#include "files/temporary_place.hpp"

#include "base/streams.hpp"
#include "base/variable.hpp"

namespace isorun {

Result<TemporaryDirectory> make_temporary_place(const char* prefix, const std::string& parent) {
  const std::string place =
      parent.empty() ? std::string(variable("TMPDIR").value_or("/tmp")) : parent;
  Result<TemporaryDirectory> made = TemporaryDirectory::make(place, prefix, print_warning);
  if (!made) made.error().remedy = "set TMPDIR to a directory that you may write to";
  return made;
}

}  // namespace isorun
