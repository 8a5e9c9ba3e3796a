#include "cli/config_tables.hpp"

#include <algorithm>
#include <span>
#include <utility>

#include <fmt/format.h>

#include "base/duration.hpp"
#include "cli/config_keys.hpp"
#include "collect/pattern.hpp"
#include "run/setup_key.hpp"
#include "suite/framework.hpp"
#include "suite/sharded.hpp"

namespace isorun {
namespace {

bool take_flag(bool& value, const toml::node& node) {
  const auto* flag = node.as_boolean();
  if (flag != nullptr) value = flag->get();
  return flag != nullptr;
}

bool take_locks(UnitSettings& settings, const toml::node& node) {
  if (const auto* name = node.as_string()) {
    settings.locks.push_back(name->get());
    return true;
  }
  const toml::array* names = node.as_array();
  if (names == nullptr || !names->is_homogeneous<std::string>()) return false;
  for (const toml::node& name : *names) settings.locks.push_back(name.as_string()->get());
  return true;
}

std::optional<unsigned> count_of(const toml::node& node, std::int64_t least) {
  const auto* number = node.as_integer();
  constexpr std::int64_t most = 1'000'000;
  if (number == nullptr || number->get() < least || number->get() > most) return std::nullopt;
  return static_cast<unsigned>(number->get());
}

bool take_slots(UnitSettings& settings, const toml::node& node) {
  settings.slots = count_of(node, 1);
  return settings.slots.has_value();
}

bool take_bundle(UnitSettings& settings, const toml::node& node) {
  return take_text(settings.bundle, node) && !settings.bundle.empty();
}

bool take_timeout(UnitSettings& settings, const toml::node& node) {
  settings.timeout = parse_duration(text_of(node).value_or(""));
  return settings.timeout.has_value();
}

bool take_retries(UnitSettings& settings, const toml::node& node) {
  settings.retries = count_of(node, 0);
  return settings.retries.has_value();
}

constexpr Key<UnitSettings> rule_keys[] = {
    {"filter", [](UnitSettings&, const toml::node&) { return true; }, ""},  // read before
    {"lock", take_locks, "a name or a list of names"},
    {"serial",
     [](UnitSettings& settings, const toml::node& node) {
       return take_flag(settings.serial, node);
     },
     "true or false"},
    {"slots", take_slots, "a number of 1 or more"},
    {"timeout", take_timeout, "a time such as \"5s\""},
    {"retries", take_retries, "a number of 0 or more"},
    {"bundle", take_bundle, "a name"},
    {"own-shard",
     [](UnitSettings& settings, const toml::node& node) {
       return take_flag(settings.own_shard, node);
     },
     "true or false"}};

constexpr Key<CollectRequest> request_keys[] = {
    {"pattern", take_word<&CollectRequest::pattern>, "a string such as \"/tmp/*.json\""},
    {"rule", take_word<&CollectRequest::rule>, "the name of a rule"},
    {"target", take_word<&CollectRequest::target>, "a path below the results directory"},
    {"command", take_word<&CollectRequest::command>, "a string, the command that exec runs"},
    {"required",
     [](CollectRequest& request, const toml::node& node) {
       return take_flag(request.required, node);
     },
     "true or false"}};

constexpr Key<CollectRequest> export_keys[] = {
    {"pattern", take_word<&CollectRequest::pattern>, "a string such as \"golden/**\""},
    {"rule", take_word<&CollectRequest::rule>, "the name of a rule"},
    {"command", take_word<&CollectRequest::command>, "a string: what exec runs"},
    {"required",
     [](CollectRequest& request, const toml::node& node) {
       return take_flag(request.required, node);
     },
     "true or false"}};

bool take_skip_codes(Adapter& adapter, const toml::node& node) {
  const toml::array* codes = node.as_array();
  if (codes == nullptr) return false;
  for (const toml::node& code : *codes) {
    const std::optional<unsigned> value = count_of(code, 1);
    if (!value || *value > 255) return false;
    adapter.skip_codes.push_back(static_cast<int>(*value));
  }
  return true;
}

// Also checks the pattern, which is only used after a shard has ended.
bool take_results(Adapter& adapter, const toml::node& node) {
  if (!node.is_string() || !read_results(node.as_string()->get(), adapter)) return false;
  return adapter.files.empty() || Pattern::create(adapter.files, "/", "/").has_value();
}

constexpr Key<Adapter> adapter_keys[] = {
    {"match", take_word<&Adapter::match>, "a string, the first words of the command"},
    {"list", take_word<&Adapter::list>, "a string, the shell command that lists the units"},
    {"run", take_word<&Adapter::run>, "a string, the shell command that runs {unit} or {units}"},
    {"results", take_results, "script, exit-code, tap, junit:PATTERN or json:PATTERN"},
    {"skip-codes", take_skip_codes, "a list of exit codes from 1 to 255"},
    {"start-up", take_span<&Adapter::start_up>, "a time such as \"5s\""}};

bool take_inputs(StepOptions& step, const toml::node& node) {
  const toml::array* inputs = node.as_array();
  if (inputs == nullptr) return false;
  step.inputs.emplace();
  for (const toml::node& each : *inputs) {
    const auto* input = each.as_string();
    if (input == nullptr || !check_input(input->get())) return false;
    step.inputs->push_back(input->get());
  }
  return true;
}

constexpr Key<StepOptions> setup_keys[] = {
    {"name", take_word<&StepOptions::name>, "a string"},
    {"command", take_word<&StepOptions::command>, "a string, the shell command to run"},
    {"timeout", take_span<&StepOptions::timeout>, "a time such as \"5s\""},
    {"env", take_word<&StepOptions::env>,
     "a string, the file of NAME=VALUE that the command writes"},
    {"inputs", take_inputs,
     "a list of patterns of files, and variables such as \"$CC\", that the command depends on"},
    {"filter", [](StepOptions&, const toml::node&) { return true; }, ""}};  // read after

constexpr Key<StepOptions> teardown_keys[] = {
    {"name", take_word<&StepOptions::name>, "a string"},
    {"command", take_word<&StepOptions::command>, "a string, the shell command to run"},
    {"timeout", take_span<&StepOptions::timeout>, "a time such as \"5s\""}};

Result<StepOptions> parse_step(const toml::table& table, const TomlSource& source,
                               std::span<const Key<StepOptions>> keys) {
  StepOptions step;
  if (Result<void> taken = take_keys<StepOptions>(keys, table, source, step); !taken)
    return std::unexpected(taken.error());
  if (step.command.empty())
    return source.fail(table, "needs a command, such as \"./create-database\"");
  if (step.name.empty()) step.name = step.command;
  return step;
}

// Names that mean something else in run.json and in --framework.
bool is_taken(std::string_view name) {
  constexpr std::string_view others[] = {"list", "command", "copies", "several", sharded};
  return std::ranges::count(others, name) > 0 ||
         std::ranges::count(frameworks(), name, &Framework::name) > 0;
}

Result<CollectRequest> parse_request(const toml::table& table, const TomlSource& source,
                                     std::span<const Key<CollectRequest>> keys,
                                     CollectRequest request) {
  if (Result<void> taken = take_keys<CollectRequest>(keys, table, source, request); !taken)
    return std::unexpected(taken.error());
  if (const Result<void> checked = check_request(request); !checked)
    return source.fail(table, checked.error().what);
  return request;
}

}  // namespace

Result<UnitRule> parse_unit_rule(const toml::table& table, const TomlSource& source) {
  const auto* filter = table["filter"].as_string();
  if (filter == nullptr) return source.fail(table, "needs a filter, such as \"suite(Database)\"");
  Result<Filter> parsed = Filter::parse(filter->get(), "filter");
  if (!parsed) return source.fail(*filter, parsed.error().what);
  UnitRule rule{.filter = std::move(*parsed)};
  if (Result<void> taken = take_keys<UnitSettings>(rule_keys, table, source, rule.settings); !taken)
    return std::unexpected(taken.error());
  return rule;
}

Result<Adapter> parse_adapter(const toml::key& name, const toml::table& table,
                              const TomlSource& source) {
  if (is_taken(name.str()))
    return source.fail(
        name.source().begin,
        fmt::format("{} is a framework of isorun's own; choose another name", name.str()));
  Adapter adapter{.name = std::string(name.str())};
  if (Result<void> taken = take_keys<Adapter>(adapter_keys, table, source, adapter); !taken)
    return std::unexpected(taken.error());
  if (const Result<void> checked = check_adapter(adapter); !checked)
    return source.fail(table, checked.error().what);
  return adapter;
}

Result<StepOptions> parse_setup(const toml::table& table, const TomlSource& source) {
  Result<StepOptions> step = parse_step(table, source, setup_keys);
  if (!step) return step;
  if (Result<void> read = read_filter(table, source, step->filter); !read)
    return std::unexpected(read.error());
  return step;
}

Result<StepOptions> parse_teardown(const toml::table& table, const TomlSource& source) {
  return parse_step(table, source, teardown_keys);
}

Result<CollectRequest> parse_collect_request(const toml::table& table, const TomlSource& source) {
  return parse_request(table, source, request_keys, {});
}

Result<CollectRequest> parse_export_request(const toml::table& table, const TomlSource& source) {
  CollectRequest request;
  request.to = CollectRequest::To::host;
  request.from_failed = false;
  return parse_request(table, source, export_keys, std::move(request));
}

}  // namespace isorun
