#include "cli/config.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <numeric>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/duration.hpp"
#include "base/text.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

constexpr std::string_view rules_key = "overrides";

// How many letters to insert, delete or replace (Levenshtein).
std::size_t distance(std::string_view from, std::string_view to) {
  std::vector<std::size_t> row(to.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < from.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < to.size(); ++j) {
      const std::size_t replaced = diagonal + (from[i] == to[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

std::string nearest(std::string_view word, const std::vector<std::string>& names) {
  const auto found = std::ranges::min_element(
      names, {}, [&](const std::string& name) { return distance(word, name); });
  return found == names.end() ? "" : *found;
}

// Each part of a dotted key is a table in a table, and toml++ frees them recursively.
constexpr std::ptrdiff_t most_dots = 1000;

std::optional<toml::source_position> find_endless_key(std::string_view text) {
  toml::source_position place{.line = 1, .column = 1};
  for (const std::string_view line : lines(text)) {
    if (std::ranges::count(line, '.') > most_dots) return place;
    ++place.line;
  }
  return std::nullopt;
}

class ConfigParser {
 public:
  ConfigParser(const ConfigSource& source, const CLI::App& known, const CLI::App& app)
      : source_(source), known_(known), app_(app) {}

  Result<Config> parse(std::string_view text) {
    if (const auto place = find_endless_key(text))
      return fail(*place, fmt::format("more than {} dots in a line", most_dots));
    toml::table table;
    try {
      table = toml::parse(text);
    } catch (const toml::parse_error& error) {
      return fail(error.source().begin, error.description());
    }
    for (const auto& [key, node] : in_order(table)) {
      const Result<void> taken =
          key->str() == rules_key ? take_rules(*node) : take_option(*key, *node);
      if (!taken) return std::unexpected(taken.error());
    }
    return std::move(config_);
  }

 private:
  using Entry = std::pair<const toml::key*, const toml::node*>;

  // A table sorts its keys; the first error should be the first in the file.
  static std::vector<Entry> in_order(const toml::table& table) {
    std::vector<Entry> entries;
    for (const auto& [key, node] : table) entries.emplace_back(&key, &node);
    const auto goes_before = [](const Entry& a, const Entry& b) {
      const toml::source_position& first = a.first->source().begin;
      const toml::source_position& second = b.first->source().begin;
      return std::pair(first.line, first.column) < std::pair(second.line, second.column);
    };
    std::ranges::sort(entries, goes_before);
    return entries;
  }

  [[nodiscard]] std::unexpected<Error> fail(const toml::source_position& place,
                                            std::string_view what) const {
    return std::unexpected(
        Error{Phase::usage, 0,
              fmt::format("{}:{}:{}: {}", source_.name, place.line, place.column, what)});
  }

  [[nodiscard]] std::unexpected<Error> fail(const toml::node& node, std::string_view what) const {
    return fail(node.source().begin, what);
  }

  [[nodiscard]] std::unexpected<Error> fail_unknown(const toml::key& key,
                                                    const std::vector<std::string>& names) const {
    return fail(key.source().begin, fmt::format("unknown key {}; the nearest is {}",
                                                printable(key.str()), nearest(key.str(), names)));
  }

  [[nodiscard]] const CLI::Option* find_option(const CLI::App& app, std::string_view key) const {
    const CLI::Option* option = app.get_option_no_throw(fmt::format("--{}", key));
    const bool is_of_command_line = option == nullptr || option == app.get_help_ptr() ||
                                    option == app.get_version_ptr() || key == "config";
    return is_of_command_line ? nullptr : option;
  }

  [[nodiscard]] std::vector<std::string> option_names() const {
    std::vector<std::string> names = {std::string(rules_key)};
    for (const CLI::Option* option : known_.get_options()) {
      for (const std::string& name : option->get_lnames())
        if (find_option(known_, name) != nullptr) names.push_back(name);
    }
    return names;
  }

  Result<void> take_option(const toml::key& key, const toml::node& node) {
    const CLI::Option* option = find_option(known_, key.str());
    if (option == nullptr) return fail_unknown(key, option_names());
    std::vector<std::string> words;
    const toml::array* values = node.as_array();
    const bool is_repeatable = option->get_trigger_on_parse() ||
                               option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
    if (values != nullptr && !is_repeatable)
      return fail(node, fmt::format("{} takes one value", key.str()));
    if (values == nullptr) {
      if (Result<void> good = add_word(key, *option, node, words); !good) return good;
    } else {
      for (const toml::node& value : *values)
        if (Result<void> good = add_word(key, *option, value, words); !good) return good;
    }
    if (find_option(app_, key.str()) == nullptr) return {};
    config_.words.insert(config_.words.end(), words.begin(), words.end());
    return {};
  }

  Result<void> add_word(const toml::key& key, const CLI::Option& option, const toml::node& node,
                        std::vector<std::string>& words) const {
    if (const auto* flag = node.as_boolean();
        flag != nullptr && option.get_items_expected_min() == 0) {
      if (flag->get()) words.push_back(fmt::format("--{}", key.str()));
      return {};
    }
    const std::optional<std::string> value = text_of(node);
    if (option.get_items_expected_max() == 0)
      return fail(node, fmt::format("{} is true or false", key.str()));
    if (!value) return fail(node, fmt::format("{} must be a string or a number", key.str()));
    words.push_back(fmt::format("--{}={}", key.str(), from_directory(option, *value)));
    return {};
  }

  static std::optional<std::string> text_of(const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return fmt::format("{}", number->get());
    if (const auto* number = node.as_floating_point()) return fmt::format("{}", number->get());
    return std::nullopt;
  }

  [[nodiscard]] std::string from_directory(const CLI::Option& option, std::string value) const {
    static constexpr std::array path_types = {"DIR", "FILE", "SRC:DST"};
    const bool is_path = std::ranges::count(path_types, option.get_type_name()) > 0;
    const bool is_relative =
        !value.empty() && !value.starts_with('/') && !value.starts_with('~') && value != "-";
    if (!is_path || !is_relative || source_.directory.empty()) return value;
    return source_.directory + "/" + value;
  }

  Result<void> take_rules(const toml::node& node) {
    const std::string expected = fmt::format("write [[{}]], one for each filter", rules_key);
    const toml::array* tables = node.as_array();
    if (tables == nullptr) return fail(node, expected);
    for (const toml::node& table : *tables) {
      if (!table.is_table()) return fail(table, expected);
      if (Result<void> taken = take_rule(*table.as_table()); !taken) return taken;
    }
    return {};
  }

  Result<void> take_rule(const toml::table& table) {
    const auto* filter = table["filter"].as_string();
    if (filter == nullptr) return fail(table, "needs a filter, as \"suite(Database)\"");
    Result<Filter> parsed = Filter::parse(filter->get(), "filter");
    if (!parsed) return fail(*filter, parsed.error().what);
    UnitRule rule{.filter = std::move(*parsed)};
    for (const auto& [key, node] : in_order(table)) {
      const auto* found = std::ranges::find(rule_keys, key->str(), &RuleKey::name);
      if (found == rule_keys.end())
        return fail_unknown(*key, {"filter", "lock", "serial", "slots", "timeout", "retries"});
      if (!found->take(rule.settings, *node))
        return fail(*node, fmt::format("{} must be {}", key->str(), found->expected));
    }
    config_.rules.push_back(std::move(rule));
    return {};
  }

  static bool take_locks(UnitSettings& settings, const toml::node& node) {
    if (const auto* name = node.as_string()) {
      settings.locks.push_back(name->get());
      return true;
    }
    const toml::array* names = node.as_array();
    if (names == nullptr || !names->is_homogeneous<std::string>()) return false;
    for (const toml::node& name : *names) settings.locks.push_back(name.as_string()->get());
    return true;
  }

  static std::optional<unsigned> count_of(const toml::node& node, std::int64_t least) {
    const auto* number = node.as_integer();
    constexpr std::int64_t most = 1'000'000;
    if (number == nullptr || number->get() < least || number->get() > most) return std::nullopt;
    return static_cast<unsigned>(number->get());
  }

  static bool take_serial(UnitSettings& settings, const toml::node& node) {
    const auto* flag = node.as_boolean();
    if (flag != nullptr) settings.serial = flag->get();
    return flag != nullptr;
  }

  static bool take_slots(UnitSettings& settings, const toml::node& node) {
    settings.slots = count_of(node, 1);
    return settings.slots.has_value();
  }

  static bool take_timeout(UnitSettings& settings, const toml::node& node) {
    settings.timeout = parse_duration(text_of(node).value_or(""));
    return settings.timeout.has_value();
  }

  static bool take_retries(UnitSettings& settings, const toml::node& node) {
    settings.retries = count_of(node, 0);
    return settings.retries.has_value();
  }

  struct RuleKey {
    std::string_view name;
    bool (*take)(UnitSettings&, const toml::node&);  // false: of another type
    std::string_view expected;
  };
  static constexpr std::array rule_keys = {
      RuleKey{"filter", [](UnitSettings&, const toml::node&) { return true; }, ""},
      RuleKey{"lock", &take_locks, "a name or a list of names"},
      RuleKey{"serial", &take_serial, "true or false"},
      RuleKey{"slots", &take_slots, "a number from 1 on"},
      RuleKey{"timeout", &take_timeout, "a time such as \"5s\""},
      RuleKey{"retries", &take_retries, "a number from 0 on"}};

  const ConfigSource& source_;
  const CLI::App& known_;
  const CLI::App& app_;
  Config config_;
};

}  // namespace

Result<Config> parse_config(std::string_view text, const ConfigSource& source,
                            const CLI::App& known, const CLI::App& app) {
  return ConfigParser(source, known, app).parse(text);
}

}  // namespace isorun
