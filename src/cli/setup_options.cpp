#include "cli/setup_options.hpp"

#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include <isorun/sandbox.hpp>

#include "cli/option_values.hpp"
#include "run/setup_key.hpp"

namespace isorun {

void SetupOptions::add_to(CLI::App& app, const std::string& group) {
  app.add_option("--setup", setups_,
                 "shell command to run once, before the first shard; all shards see what it wrote")
      ->type_name("CMD")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
  app.add_option(
         "--setup-input", setup_inputs_,
         "cache what the --setup commands leave, until a file that matches PATTERN changes, "
         "or the variable $NAME")
      ->type_name("PATTERN")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--cache-limit", cache_limit_,
                 "when cached set-ups take more than SIZE in all, remove the least recently used "
                 "(default: 5G)")
      ->type_name("SIZE")
      ->group(group);
  app.add_option("--teardown", teardowns_, "shell command to run once, after the last shard")
      ->type_name("CMD")
      ->expected(1)
      ->take_all()
      ->allow_extra_args(false)
      ->group(group);
}

Result<void> SetupOptions::read(Options& options) const {
  for (const std::string& input : setup_inputs_)
    if (const Result<void> good = check_input(input); !good)
      return refuse(fmt::format("--setup-input {}", good.error().what));
  if (!setup_inputs_.empty() && setups_.empty())
    return refuse("--setup-input needs a --setup; in isorun.toml, a [[setup]] has its own inputs");
  for (const std::string& command : setups_) {
    StepOptions& step =
        options.setups.emplace_back(StepOptions{.name = command, .command = command});
    if (!setup_inputs_.empty()) step.inputs = setup_inputs_;
  }
  if (!cache_limit_.empty()) {
    const std::optional<std::uint64_t> limit = parse_size(cache_limit_);
    if (!limit)
      return refuse(fmt::format("--cache-limit {}: must be like 512M or 2G", cache_limit_));
    options.cache_limit = *limit;
  }
  for (const std::string& command : teardowns_)
    options.teardowns.push_back({.name = command, .command = command});
  if (options.setups.size() > Sandbox::max_setups)
    return refuse(fmt::format("{} set-ups: isorun can run at most {}", options.setups.size(),
                              Sandbox::max_setups));
  return {};
}

}  // namespace isorun
