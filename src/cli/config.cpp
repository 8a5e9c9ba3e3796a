#include "cli/config.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/config_tables.hpp"
#include "cli/toml_source.hpp"

namespace isorun {
namespace {

constexpr std::string_view rules_key = "overrides";
constexpr std::string_view requests_key = "collect";
constexpr std::string_view exports_key = "export";
constexpr std::string_view setups_key = "setup";
constexpr std::string_view teardowns_key = "teardown";
constexpr std::string_view services_key = "service";
constexpr std::string_view adapters_key = "framework";

// Each part of a dotted key nests a table, and toml++ frees nested tables recursively.
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
      : source_{source.name}, directory_(source.directory), known_(known), app_(app) {}

  Result<Config> parse(std::string_view text) {
    if (const auto place = find_endless_key(text))
      return source_.fail(*place, fmt::format("more than {} dots in a line", most_dots));
    toml::table table;
    try {
      table = toml::parse(text);
    } catch (const toml::parse_error& error) {
      return source_.fail(error.source().begin, error.description());
    }
    for (const auto& [key, node] : in_order(table)) {
      const Result<void> taken =
          holds_tables(*key, *node) ? take_tables(*key, *node) : take_option(*key, *node);
      if (!taken) return std::unexpected(taken.error());
    }
    return std::move(config_);
  }

 private:
  [[nodiscard]] const CLI::Option* find_option(const CLI::App& app, std::string_view key) const {
    const CLI::Option* option = app.get_option_no_throw(fmt::format("--{}", key));
    const bool is_of_command_line = option == nullptr || option == app.get_help_ptr() ||
                                    option == app.get_version_ptr() || key == "config";
    return is_of_command_line ? nullptr : option;
  }

  [[nodiscard]] std::vector<std::string> option_names() const {
    std::vector<std::string> names = {std::string(rules_key), std::string(services_key)};
    for (const CLI::Option* option : known_.get_options()) {
      for (const std::string& name : option->get_lnames())
        if (find_option(known_, name) != nullptr) names.push_back(name);
    }
    return names;
  }

  Result<void> take_option(const toml::key& key, const toml::node& node) {
    const CLI::Option* option = find_option(known_, key.str());
    if (option == nullptr) return source_.fail_unknown(key, option_names());
    std::vector<ConfigWord> words;
    const toml::array* values = node.as_array();
    const bool is_repeatable = option->get_trigger_on_parse() ||
                               option->get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
    if (values != nullptr && !is_repeatable)
      return source_.fail(node, fmt::format("{} takes one value", key.str()));
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
                        std::vector<ConfigWord>& words) const {
    const std::string place = source_.at(node.source().begin);
    if (const auto* flag = node.as_boolean();
        flag != nullptr && option.get_items_expected_min() == 0) {
      if (flag->get()) words.push_back({fmt::format("--{}", key.str()), place});
      return {};
    }
    const bool may_be_number = takes_number(option);
    const std::optional<std::string> value =
        may_be_number || node.is_string() ? text_of(node) : std::nullopt;
    const bool takes_value = option.get_items_expected_max() > 0 || !option.get_type_name().empty();
    if (!takes_value) return source_.fail(node, fmt::format("{} must be true or false", key.str()));
    if (!value)
      return source_.fail(node, fmt::format("{} must be a string{}", key.str(),
                                            may_be_number ? " or a number" : ""));
    words.push_back({fmt::format("--{}={}", key.str(), from_directory(option, *value)), place});
    return {};
  }

  static bool takes_number(const CLI::Option& option) {
    static constexpr std::array types = {"N", "TIME", "SIZE", "CODE[,CODE...]", "[=SEED]"};
    return std::ranges::count(types, option.get_type_name()) > 0;
  }

  [[nodiscard]] std::string from_directory(const CLI::Option& option, std::string value) const {
    static constexpr std::array path_types = {"DIR", "FILE", "SRC:DST"};
    const bool is_path = std::ranges::count(path_types, option.get_type_name()) > 0;
    const bool is_relative =
        !value.empty() && !value.starts_with('/') && !value.starts_with('~') && value != "-";
    if (!is_path || !is_relative || directory_.empty()) return value;
    return directory_ + "/" + value;
  }

  Result<void> take_adapters(const toml::table& tables) {
    for (const auto& [name, node] : in_order(tables)) {
      if (!node->is_table())
        return source_.fail(*node, fmt::format("write [{}.NAME], one for each", adapters_key));
      Result<Adapter> adapter = parse_adapter(*name, *node->as_table(), source_);
      if (!adapter) return std::unexpected(adapter.error());
      config_.adapters.push_back(std::move(*adapter));
    }
    return {};
  }

  Result<void> take_tables(const toml::key& key, const toml::node& node) {
    if (key.str() == adapters_key) return take_adapters(*node.as_table());
    const std::string expected = fmt::format("write [[{}]], one for each", key.str());
    const toml::array* tables = node.as_array();
    if (tables == nullptr) return source_.fail(node, expected);
    for (const toml::node& table : *tables) {
      if (!table.is_table()) return source_.fail(table, expected);
      if (Result<void> taken = take_table(key, *table.as_table()); !taken) return taken;
    }
    return {};
  }

  Result<void> take_table(const toml::key& key, const toml::table& table) {
    if (key.str() == rules_key) {
      Result<UnitRule> rule = parse_unit_rule(table, source_);
      if (!rule) return std::unexpected(rule.error());
      config_.rules.push_back(std::move(*rule));
      return {};
    }
    if (key.str() == setups_key || key.str() == teardowns_key) {
      const bool is_setup = key.str() == setups_key;
      Result<StepOptions> step =
          is_setup ? parse_setup(table, source_) : parse_teardown(table, source_);
      if (!step) return std::unexpected(step.error());
      (is_setup ? config_.setups : config_.teardowns).push_back(std::move(*step));
      return {};
    }
    if (key.str() == services_key) {
      Result<ServiceOptions> service = parse_service(table, source_);
      if (!service) return std::unexpected(service.error());
      config_.services.push_back(std::move(*service));
      return {};
    }
    Result<CollectRequest> request = key.str() == exports_key
                                         ? parse_export_request(table, source_)
                                         : parse_collect_request(table, source_);
    if (!request) return std::unexpected(request.error());
    config_.collect.push_back(std::move(*request));
    return {};
  }

  // All but overrides and services are also options.
  static bool holds_tables(const toml::key& key, const toml::node& node) {
    if (key.str() == adapters_key) return node.is_table();
    const toml::array* values = node.as_array();
    const bool are_tables = values != nullptr && !values->empty() && (*values)[0].is_table();
    constexpr std::array table_keys = {requests_key, exports_key, setups_key, teardowns_key};
    const bool may_be = std::ranges::count(table_keys, key.str()) > 0;
    return key.str() == rules_key || key.str() == services_key ||
           (may_be && (are_tables || node.is_table()));
  }

  const TomlSource source_;
  const std::string& directory_;
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
