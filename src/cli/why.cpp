#include "cli/why.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include "base/streams.hpp"
#include "cli/config.hpp"
#include "cli/config_edit.hpp"
#include "cli/words.hpp"
#include "results/exit_codes.hpp"
#include "results/saved_run.hpp"
#include "why/kept_list.hpp"
#include "why/why.hpp"
#include "why/why_json.hpp"

namespace isorun {
namespace {

// Reads the run's own options again, and isorun.toml as it is now.
Result<Options> options_of(const RunRecord& run) {
  std::vector<std::string> words = {"run"};
  std::ranges::copy(run.options, std::back_inserter(words));
  words.emplace_back("--");
  std::ranges::copy(run.command, std::back_inserter(words));
  Result<Request> request = parse_words(std::move(words));
  if (!request) return std::unexpected(request.error());
  Options options = std::move(request->options);
  options.jobs = static_cast<unsigned>(run.slots);
  options.slice.reset();
  options.queue.reset();
  return options;
}

// All units of the run.
std::vector<std::string> units_of(const RunRecord& run) {
  std::vector<std::string> units;
  std::ranges::transform(run.units, std::back_inserter(units), &UnitRecord::name);
  std::ranges::copy(run.not_run, std::back_inserter(units));
  return units;
}

// The lines as they are to stand in the file.
std::string text_for(const TomlLines& lines, const std::string& file) {
  const TomlLines relative = relative_to_config(lines, file);
  const std::string tables = lines_of(relative.overrides);
  const bool has_both = !relative.settings.empty() && !tables.empty();
  return fmt::format("{}{}{}", lines_of(relative.settings), has_both ? "\n" : "", tables);
}

Result<void> print_or_write(const Findings& found, const std::string& file,
                            const WhyOptions& wanted) {
  const bool writes = wanted.write && !found.lines.empty();
  if (writes)
    if (Result<void> written = add_to_config(file, found.lines); !written) return written;
  const std::string text = text_for(found.lines, file);
  if (wanted.as_json)
    print(why_json(found, {.file = file, .text = text, .is_written = writes}));
  else if (writes)
    print(fmt::format("\nwritten to {}\n", file));
  else if (!text.empty())
    print(fmt::format("\n{}:\n{}", file, text));
  return {};
}

}  // namespace

Result<int> explain_failures(const WhyOptions& wanted) {
  const Result<SavedRun> run = open_saved_run(wanted.run);
  if (!run) return std::unexpected(run.error());
  Result<Options> options = options_of(run->record);
  if (!options) return std::unexpected(options.error());
  const bool has_failed = std::ranges::any_of(
      run->record.units, [](const UnitRecord& unit) { return !is_good(unit.reason); });
  if (!has_failed && wanted.units.empty()) {
    print_error("isorun: no unit failed in this run\n");
    return exit_code::no_units;
  }
  options->out = wanted.run;
  const Result<UniqueFd> list = keep_list(*options, units_of(run->record));
  if (!list) return std::unexpected(list.error());
  const Result<Findings> found = find_causes(*run, std::move(*options), wanted);
  if (!found) return std::unexpected(found.error());
  if (const Result<void> done = print_or_write(*found, config_to_edit(run->record.options), wanted);
      !done)
    return std::unexpected(done.error());
  return found->all_are_cured ? exit_code::all_passed : exit_code::something_failed;
}

}  // namespace isorun
