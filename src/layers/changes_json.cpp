#include <algorithm>
#include <array>
#include <expected>
#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "layers/kept_layer.hpp"

namespace isorun {

namespace {

constexpr int schema = 1;

constexpr std::array kinds = {Change::Kind::created, Change::Kind::modified, Change::Kind::deleted,
                              Change::Kind::type_changed, Change::Kind::metadata};

void write_attributes(json::Writer& out, const UserAttributes& attributes) {
  if (attributes.empty()) return;
  out.Key("xattrs");
  out.StartArray();
  for (const auto& [name, value] : attributes) {
    out.StartObject();
    json::write_bytes(out, "name", name);
    json::write_bytes(out, "value", value);
    out.EndObject();
  }
  out.EndArray();
}

void write_state(json::Writer& out, const char* name, const std::optional<FileState>& state) {
  if (!state) return;
  out.Key(name);
  out.StartObject();
  out.Key("mode");
  json::write_string(out, fmt::format("{:06o}", state->mode));
  const auto number = [&out](const char* key, std::uint64_t value) {
    out.Key(key);
    out.Uint64(value);
  };
  number("uid", state->uid);
  number("gid", state->gid);
  number("size", state->size);
  out.Key("mtime");
  out.StartArray();
  out.Int64(state->seconds);
  out.Int64(state->nanoseconds);
  out.EndArray();
  number("inode", state->inode);
  write_attributes(out, state->attributes);
  out.EndObject();
}

std::optional<mode_t> mode_in(const json::Value& state) {
  const auto text = json::string_in(state, "mode");
  if (!text || text->empty() || text->size() > 6) return std::nullopt;
  mode_t mode = 0;
  for (const char digit : *text) {
    if (digit < '0' || digit > '7') return std::nullopt;
    mode = mode * 8 + static_cast<mode_t>(digit - '0');
  }
  return mode;
}

// None if isorun did not write them: other attributes would be set with root's privileges.
std::optional<UserAttributes> attributes_in(const json::Value& state) {
  UserAttributes attributes;
  const json::Value* list = json::array_in(state, "xattrs");
  if (list == nullptr) return attributes;
  for (const json::Value& each : list->GetArray()) {
    const auto name = json::bytes_in(each, "name");
    auto value = json::bytes_in(each, "value");
    if (!name || !value || !is_user_attribute(*name)) return std::nullopt;
    attributes.emplace(*name, std::move(*value));
  }
  return attributes;
}

std::optional<FileState> parse_state(const json::Value& value) {
  const auto mode = mode_in(value);
  const auto uid = json::count_in(value, "uid");
  const auto gid = json::count_in(value, "gid");
  const auto size = json::count_in(value, "size");
  const auto inode = json::count_in(value, "inode");
  const json::Value* time = json::array_in(value, "mtime");
  const bool has_time =
      time != nullptr && time->Size() == 2 && (*time)[0].IsInt64() && (*time)[1].IsInt64();
  auto attributes = attributes_in(value);
  if (!mode || !uid || !gid || !size || !inode || !has_time || !attributes) return std::nullopt;
  return FileState{*mode,
                   *uid,
                   *gid,
                   *size,
                   (*time)[0].GetInt64(),
                   (*time)[1].GetInt64(),
                   *inode,
                   std::move(*attributes)};
}

// Whether the path is absolute and canonical: no . or .., no NUL.
bool is_clean(std::string_view path) {
  if (!path.starts_with('/') || path.contains('\0')) return false;
  return !(std::string(path) + '/').contains("/./") &&
         !(std::string(path) + '/').contains("/../") && !(std::string(path) + '/').contains("//");
}

std::optional<Change> parse_change(const json::Value& value) {
  auto path = json::bytes_in(value, "path");
  const auto word = json::string_in(value, "kind");
  if (!path || !word || !is_clean(*path)) return std::nullopt;
  const auto kind = std::ranges::find(kinds, *word, [](Change::Kind each) { return name(each); });
  if (kind == kinds.end()) return std::nullopt;
  Change change{.path = std::move(*path), .kind = *kind};
  for (const auto& [key, state] : {std::pair{"before", &change.before}, {"after", &change.after}}) {
    const json::Value* found = json::object_in(value, key);
    if (found == nullptr) continue;
    *state = parse_state(*found);
    if (!*state) return std::nullopt;
  }
  const bool is_complete = (change.kind == Change::Kind::created || change.before) &&
                           (change.kind == Change::Kind::deleted) != change.after.has_value();
  if (!is_complete) return std::nullopt;
  change.target = json::bytes_in(value, "target").value_or("");
  change.content = json::bytes_in(value, "content").value_or("");
  if (!change.content.empty() && !is_clean('/' + change.content)) return std::nullopt;
  return change;
}

}  // namespace

void write_changes(json::Writer& out, const std::vector<Change>& changes) {
  out.StartArray();
  for (const Change& change : changes) {
    out.StartObject();
    json::write_bytes(out, "path", change.path);
    out.Key("kind");
    json::write_string(out, name(change.kind));
    if (!change.target.empty()) json::write_bytes(out, "target", change.target);
    if (!change.content.empty()) json::write_bytes(out, "content", change.content);
    write_state(out, "before", change.before);
    write_state(out, "after", change.after);
    out.EndObject();
  }
  out.EndArray();
}

std::string changes_json(const std::vector<Change>& changes) {
  json::Text written;
  json::Writer& out = written.out;
  out.StartObject();
  out.Key("schema");
  out.Int(schema);
  out.Key("changes");
  write_changes(out, changes);
  out.EndObject();
  return written.take() + "\n";
}

Result<std::vector<Change>> parse_changes(std::string_view text) {
  const std::unexpected refusal(Error{Phase::usage, 0, "changes.json was not written by isorun"});
  const auto document = json::parse(text);
  const json::Value* list = document ? json::array_in(*document, "changes") : nullptr;
  if (list == nullptr || json::number_in(*document, "schema") != schema) return refusal;
  std::vector<Change> changes;
  for (const json::Value& value : list->GetArray()) {
    std::optional<Change> change = parse_change(value);
    if (!change) return refusal;
    changes.push_back(std::move(*change));
  }
  return changes;
}

}  // namespace isorun
