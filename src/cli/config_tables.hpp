// The tables of isorun.toml: [[setup]], [[teardown]], [[service]], [[overrides]], [[collect]],
// [[export]] and [framework.NAME].
#pragma once

#include "cli/toml_source.hpp"
#include "collect/request.hpp"
#include "run/options.hpp"
#include "schedule/unit_rule.hpp"
#include "suite/adapter.hpp"

namespace isorun {

// One of [[overrides]]. Errors: Phase::usage.
Result<UnitRule> parse_unit_rule(const toml::table& table, const TomlSource& source);

// One of [[collect]], equivalent to a --collect. Errors: Phase::usage.
Result<CollectRequest> parse_collect_request(const toml::table& table, const TomlSource& source);
Result<CollectRequest> parse_export_request(const toml::table& table, const TomlSource& source);

// One of [[setup]] or [[teardown]]. Errors: Phase::usage.
Result<StepOptions> parse_setup(const toml::table& table, const TomlSource& source);
Result<StepOptions> parse_teardown(const toml::table& table, const TomlSource& source);

// One of [[service]]. Errors: Phase::usage.
Result<ServiceOptions> parse_service(const toml::table& table, const TomlSource& source);

// [framework.NAME]. Errors: Phase::usage.
Result<Adapter> parse_adapter(const toml::key& name, const toml::table& table,
                              const TomlSource& source);

}  // namespace isorun
