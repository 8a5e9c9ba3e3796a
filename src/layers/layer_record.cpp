#include "layers/layer_record.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <numeric>

#include <sys/stat.h>

#include "base/json.hpp"

namespace isorun {
namespace {

constexpr std::array kinds = {"overlay", "whole", "copy", "file"};  // by LayerPart::Kind

void write_pair(json::LineWriter& out, std::int64_t first, std::int64_t second) {
  out.StartArray();
  out.Int64(first);
  out.Int64(second);
  out.EndArray();
}

void write_state(json::LineWriter& out, const LayerRecord& record) {
  out.Key("mode");
  out.Uint(record.mode);
  out.Key("uid");
  out.Uint(record.uid);
  out.Key("gid");
  out.Uint(record.gid);
  out.Key("modified");
  write_pair(out, record.modified.tv_sec, record.modified.tv_nsec);
  if (record.attributes.empty()) return;
  out.Key("attributes");
  out.StartArray();
  for (const auto& [name, value] : record.attributes) {
    out.StartObject();
    json::write_bytes(out, "name", name);
    json::write_bytes(out, "value", value);
    out.EndObject();
  }
  out.EndArray();
}

void write_content(json::LineWriter& out, const LayerRecord& record) {
  if (record.link != 0) {
    out.Key("link");
    out.Uint64(record.link);
    out.Key("again");
    out.Bool(record.is_again);
  }
  if (S_ISLNK(record.mode)) json::write_bytes(out, "target", record.target);
  if (!S_ISREG(record.mode) || record.is_again) return;
  out.Key("size");
  out.Uint64(record.size);
  out.Key("data");
  out.StartArray();
  for (const Extent& extent : record.data)
    write_pair(out, static_cast<std::int64_t>(extent.begin),
               static_cast<std::int64_t>(extent.size));
  out.EndArray();
}

std::optional<timespec> parse_time(const json::Value& value) {
  const json::Value* time = json::array_in(value, "modified");
  const bool is_time =
      time != nullptr && time->Size() == 2 && (*time)[0].IsInt64() && (*time)[1].IsInt64();
  if (!is_time) return std::nullopt;
  return timespec{.tv_sec = (*time)[0].GetInt64(), .tv_nsec = (*time)[1].GetInt64()};
}

bool parse_attributes(const json::Value& value, UserAttributes& attributes) {
  const json::Value* list = json::array_in(value, "attributes");
  if (list == nullptr) return true;
  for (const json::Value& each : list->GetArray()) {
    const auto name = json::bytes_in(each, "name");
    const auto content = json::bytes_in(each, "value");
    if (!name || !content || name->contains('\0')) return false;
    attributes.emplace(*name, *content);
  }
  return true;
}

bool parse_state(const json::Value& value, LayerRecord& record) {
  const auto mode = json::count_in(value, "mode");
  const auto uid = json::count_in(value, "uid");
  const auto gid = json::count_in(value, "gid");
  const auto time = parse_time(value);
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  if (!mode || *mode > most || !uid || *uid > most || !gid || *gid > most || !time) return false;
  record.mode = static_cast<mode_t>(*mode);
  record.uid = static_cast<uid_t>(*uid);
  record.gid = static_cast<gid_t>(*gid);
  record.modified = *time;
  return parse_attributes(value, record.attributes);
}

bool parse_data(const json::Value& value, LayerRecord& record) {
  const auto size = json::count_in(value, "size");
  const json::Value* list = json::array_in(value, "data");
  if (!size || *size > std::numeric_limits<off_t>::max() || list == nullptr) return false;
  record.size = *size;
  std::uint64_t end = 0;
  for (const json::Value& each : list->GetArray()) {
    const bool is_extent =
        each.IsArray() && each.Size() == 2 && each[0].IsUint64() && each[1].IsUint64();
    if (!is_extent) return false;
    const Extent extent{each[0].GetUint64(), each[1].GetUint64()};
    if (extent.begin < end || extent.begin > *size || extent.size > *size - extent.begin)
      return false;
    end = extent.begin + extent.size;
    record.data.push_back(extent);
  }
  return true;
}

bool parse_content(const json::Value& value, LayerRecord& record) {
  record.link = json::count_in(value, "link").value_or(0);
  record.is_again = record.link != 0 && json::bool_in(value, "again").value_or(false);
  if (S_ISLNK(record.mode)) {
    const auto target = json::bytes_in(value, "target");
    record.target = target.value_or("");
    return !record.target.empty() && !record.target.contains('\0');
  }
  return !S_ISREG(record.mode) || record.is_again || parse_data(value, record);
}

bool is_file_name(std::string_view name) {
  return !name.empty() && name != "." && name != ".." &&
         name.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

bool parse_place(const json::Value& value, LayerRecord& record) {
  if (auto part = json::bytes_in(value, "part")) {
    const auto kind = std::ranges::find(kinds, json::string_in(value, "kind").value_or(""));
    record.kind = static_cast<LayerPart::Kind>(std::distance(kinds.begin(), kind));
    record.name = *std::move(part);
    return kind != kinds.end();
  }
  record.depth = json::count_in(value, "depth").value_or(0);
  record.name = json::bytes_in(value, "name").value_or("");
  return record.depth > 0 && is_file_name(record.name);
}

}  // namespace

std::uint64_t content_size(const LayerRecord& record) {
  return std::accumulate(record.data.begin(), record.data.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const Extent& extent) { return sum + extent.size; });
}

std::string layer_line(const LayerRecord& record) {
  json::Line written;
  json::LineWriter& out = written.out;
  out.StartObject();
  if (record.depth == 0) {
    json::write_bytes(out, "part", record.name);
    out.Key("kind");
    out.String(kinds[static_cast<std::size_t>(record.kind)]);
  } else {
    out.Key("depth");
    out.Uint64(record.depth);
    json::write_bytes(out, "name", record.name);
  }
  if (record.deleted) {
    out.Key("deleted");
    out.Bool(true);
  } else {
    write_state(out, record);
    write_content(out, record);
  }
  out.EndObject();
  return written.take() + "\n";
}

std::optional<LayerRecord> parse_layer_line(std::string_view line) {
  const auto value = json::parse(line);
  if (!value) return std::nullopt;
  LayerRecord record;
  if (!parse_place(*value, record)) return std::nullopt;
  record.deleted = record.depth > 0 && json::bool_in(*value, "deleted").value_or(false);
  if (record.deleted) return record;
  if (!parse_state(*value, record) || !parse_content(*value, record)) return std::nullopt;
  return record;
}

}  // namespace isorun
