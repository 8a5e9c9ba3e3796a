#include "suite/unit_list.hpp"

#include <memory>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"
#include "suite/unique_name.hpp"

namespace isorun {
namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

class ListReader {
 public:
  void take(std::string_view value, Unit unit = {}) {
    list_.values.emplace_back(value);
    unit.name = names_.take(list_.values.back());
    list_.units.push_back(std::move(unit));
  }

  Result<UnitList> finish() {
    for (const std::string& value : list_.values)
      if (value.contains('\0'))
        return refuse(fmt::format(
            "the unit {} of the list contains a null byte, which a command cannot receive",
            printable(value)));
    return std::move(list_);
  }

 private:
  UnitList list_;
  UniqueNames names_;
};

bool take_entry(ListReader& reader, const json::Value& entry) {
  if (entry.IsString() && entry.GetStringLength() > 0) {
    reader.take({entry.GetString(), entry.GetStringLength()});
    return true;
  }
  const auto name = json::string_in(entry, "name");
  if (!name || name->empty()) return false;
  reader.take(*name, {.name = {},
                      .suite = std::string(json::string_in(entry, "suite").value_or("")),
                      .file = std::string(json::string_in(entry, "file").value_or(""))});
  return true;
}

// Null if the text is not a JSON array: a line may begin with a bracket as well.
std::shared_ptr<const json::Value> array_in(std::string_view text) {
  const std::string_view trimmed = trim(text);
  if (!trimmed.starts_with('[') || !trimmed.ends_with(']')) return nullptr;
  auto value = json::parse(trimmed);
  return value != nullptr && value->IsArray() ? value : nullptr;
}

}  // namespace

Result<UnitList> read_unit_list(std::string_view text) {
  ListReader reader;
  const auto array = array_in(text);
  if (array == nullptr) {
    for (const std::string_view line : lines(text))
      if (!trim(line).empty()) reader.take(line);
    return reader.finish();
  }
  for (const json::Value& entry : array->GetArray())
    if (!take_entry(reader, entry))
      return refuse("the list is JSON, but not an array of strings, or of objects with a \"name\"");
  return reader.finish();
}

}  // namespace isorun
