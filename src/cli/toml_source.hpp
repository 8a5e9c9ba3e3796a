// Helpers for reading isorun.toml: keys in order, and errors with their location.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toml++/toml.h>

#include <isorun/error.hpp>

namespace isorun {

struct TomlSource {
  const std::string& name;  // for messages

  // "NAME:LINE:COLUMN"
  [[nodiscard]] std::string at(const toml::source_position& place) const;

  // Phase::usage, "NAME:LINE:COLUMN: WHAT".
  [[nodiscard]] std::unexpected<Error> fail(const toml::source_position& place,
                                            std::string_view what) const;
  [[nodiscard]] std::unexpected<Error> fail(const toml::node& node, std::string_view what) const;
  [[nodiscard]] std::unexpected<Error> fail_unknown(const toml::key& key,
                                                    const std::vector<std::string>& names) const;
};

// A table sorts its keys, but the first error reported should be the first in the file.
using TomlEntry = std::pair<const toml::key*, const toml::node*>;
std::vector<TomlEntry> in_order(const toml::table& table);

// A string, or a number as text; nullopt for anything else.
std::optional<std::string> text_of(const toml::node& node);

}  // namespace isorun
