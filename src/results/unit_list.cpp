#include "results/unit_list.hpp"

#include <cerrno>
#include <fcntl.h>
#include <string_view>

#include <fmt/format.h>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/utf8.hpp"
#include "files/read_file.hpp"

namespace isorun {
namespace {

constexpr const char* list_name = "units.json";

const ListRecord& list_of(const RunRecord& run) {
  return run.queue ? run.queue->list : run.slice->list;
}

}  // namespace

ListRecord list_record(const UnitList& list) {
  std::uint64_t name = 0;
  // As the file has them, which is UTF-8.
  for (const std::string& unit : list) name = hash(fmt::format("{:x} {}", name, to_utf8(unit)));
  return {fmt::format("{:016x}", name), list.size()};
}

Result<void> write_unit_list(ResultsDirectory& directory, const UnitList& list) {
  json::Text written;
  json::Writer& out = written.out;
  out.StartArray();
  for (const std::string& unit : list) json::write_string(out, unit);
  out.EndArray();
  return directory.write(list_name, written.take());
}

Result<UnitList> read_unit_list(const SavedRun& run) {
  const auto refuse = [&](std::string_view why, int code = 0) {
    return std::unexpected(
        Error{Phase::usage, code, fmt::format("{}/{}: {}", run.path, list_name, why)});
  };
  const UniqueFd file(
      ::openat(run.directory.get(), list_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file) return refuse("opening the list of units", errno);
  const Result<std::string> text = read_file(file.get(), list_name);
  if (!text) return refuse("reading the list of units", text.error().code);
  const auto document = json::parse(*text);
  UnitList list;
  if (document && document->IsArray())
    for (const json::Value& unit : document->GetArray())
      if (unit.IsString()) list.emplace_back(unit.GetString(), unit.GetStringLength());
  if (list_record(list) != list_of(run.record)) return refuse("not the list of units of run.json");
  return list;
}

}  // namespace isorun
