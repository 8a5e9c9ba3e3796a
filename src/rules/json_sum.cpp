#include "rules/json_sum.hpp"

#include <array>
#include <type_traits>
#include <utility>

#include <fmt/format.h>

#include "base/escaped.hpp"
#include "base/interruption.hpp"

namespace isorun {

void JsonSum::Scalars::add(JsonValue value) {
  const auto* text = value.as<std::string>();
  const auto* truth = value.as<bool>();
  // The quote distinguishes strings from literals.
  const std::string word = text ? '"' + *text : !truth ? "null" : *truth ? "true" : "false";
  if (seen.insert(word).second) distinct.push_back(std::move(value));
}

JsonSum::JsonSum(JsonValue value, const JsonOrigin& file)
    : file_(file), parts_(parts_of(std::move(value), file)) {}

JsonSum::Parts JsonSum::parts_of(JsonValue value, const JsonOrigin& file) {
  if (auto* number = std::get_if<Decimal>(&value.value)) return std::move(*number);
  if (auto* array = std::get_if<JsonArray>(&value.value)) return std::move(*array);
  auto* object = std::get_if<JsonObject>(&value.value);
  if (!object) {
    Scalars scalars;
    scalars.add(std::move(value));
    return scalars;
  }
  Members members;
  for (JsonMember& member : *object) {
    if (is_interrupted()) break;
    members.index.emplace(member.key, members.list.size());
    members.list.emplace_back(std::move(member.key), JsonSum(std::move(member.value), file));
  }
  return members;
}

std::string_view JsonSum::kind() const {
  constexpr std::array<std::string_view, std::variant_size_v<Parts>> names = {
      "a number", "an array", "an object", "a string, true, false or null"};
  return names.at(parts_.index());
}

std::expected<void, JsonMismatch> JsonSum::add(JsonSum other) {
  if (parts_.index() != other.parts_.index()) {
    return std::unexpected(JsonMismatch{"$", kind(), other.kind(), file_, other.file_});
  }
  return std::visit(
      [&]<class T>(T& mine) -> std::expected<void, JsonMismatch> {
        T& theirs = std::get<T>(other.parts_);
        if constexpr (std::is_same_v<T, Members>) {
          return merge(mine, std::move(theirs));
        } else if constexpr (std::is_same_v<T, Decimal>) {
          mine += theirs;
        } else if constexpr (std::is_same_v<T, JsonArray>) {
          for (JsonValue& value : theirs) {
            if (is_interrupted()) break;
            mine.push_back(std::move(value));
          }
        } else {
          for (JsonValue& value : theirs.distinct) {
            if (is_interrupted()) break;
            mine.add(std::move(value));
          }
        }
        return {};
      },
      parts_);
}

std::expected<void, JsonMismatch> JsonSum::merge(Members& mine, Members&& theirs) {
  for (auto& [key, sum] : theirs.list) {
    if (is_interrupted()) break;
    const auto [found, is_new] = mine.index.try_emplace(key, mine.list.size());
    if (is_new) {
      mine.list.emplace_back(std::move(key), std::move(sum));
      continue;
    }
    if (auto added = mine.list[found->second].second.add(std::move(sum)); !added) {
      added.error().location.insert(1, fmt::format(".{}", escaped(key)));
      return added;
    }
  }
  return {};
}

JsonValue JsonSum::take() {
  struct Visitor {
    JsonValue operator()(Decimal& number) const { return {std::move(number)}; }
    JsonValue operator()(JsonArray& array) const { return {std::move(array)}; }
    JsonValue operator()(Scalars& scalars) const {
      if (scalars.distinct.size() == 1) return std::move(scalars.distinct.front());
      return {std::move(scalars.distinct)};
    }
    JsonValue operator()(Members& members) const {
      JsonObject object;
      object.reserve(members.list.size());
      for (auto& [key, sum] : members.list) {
        if (is_interrupted()) break;
        object.push_back({std::move(key), sum.take()});
      }
      return {std::move(object)};
    }
  };
  return std::visit(Visitor{}, parts_);
}

}  // namespace isorun
