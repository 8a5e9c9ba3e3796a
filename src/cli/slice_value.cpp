#include "cli/slice_value.hpp"

#include <array>
#include <charconv>
#include <string>

#include <fmt/format.h>

#include "cli/option_values.hpp"

namespace isorun {
namespace {

constexpr unsigned most_slices = 10'000;

// Systems that run a job several times and number its instances. Kubernetes does not tell pods how
// many there are: their manifest must.
struct CiSystem {
  const char* name;
  const char* index;
  const char* count;
  unsigned first;  // the number of the first job
};
constexpr std::array ci_systems = {
    CiSystem{"GitLab", "CI_NODE_INDEX", "CI_NODE_TOTAL", 1},
    CiSystem{"CircleCI", "CIRCLE_NODE_INDEX", "CIRCLE_NODE_TOTAL", 0},
    CiSystem{"Buildkite", "BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0},
    CiSystem{"Kubernetes", "JOB_COMPLETION_INDEX", "JOB_COMPLETIONS", 0}};

constexpr const char* slurm_index = "SLURM_ARRAY_TASK_ID";

Result<std::uint64_t> number_in(const char* name, const Lookup& variable) {
  const std::optional<std::string_view> text = variable(name);
  if (!text)
    return refuse(fmt::format("--slice ci: {} is not set; set it, or use --slice i/n", name));
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size())
    return refuse(fmt::format("--slice ci: {}={} is not a number", name, *text));
  return number;
}

// `index` counts from 0.
Result<Slice> checked(std::uint64_t index, std::uint64_t count, const char* name) {
  if (count < 1 || count > most_slices || index >= count)
    return refuse(fmt::format("--slice ci: {} is out of range for {} slices", name, count));
  return Slice{index, count};
}

Result<Slice> slice_of(const CiSystem& system, const Lookup& variable) {
  const Result<std::uint64_t> index = number_in(system.index, variable);
  if (!index) return std::unexpected(index.error());
  const Result<std::uint64_t> count = number_in(system.count, variable);
  if (!count) return std::unexpected(count.error());
  // An index below the first wraps around and is out of range.
  return checked(*index - system.first, *count, system.index);
}

// A job array has the indices that the user chose: 10-50:10 has five.
Result<Slice> slice_of_slurm_array(const Lookup& variable) {
  enum { id, min, step, count, numbers };
  constexpr std::array<const char*, numbers> names = {
      slurm_index, "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_STEP", "SLURM_ARRAY_TASK_COUNT"};
  std::array<std::uint64_t, numbers> values{};
  for (std::size_t i = 0; i < numbers; ++i) {
    const Result<std::uint64_t> value = number_in(names[i], variable);
    if (!value) return std::unexpected(value.error());
    values[i] = *value;
  }
  const std::uint64_t offset = values[id] - values[min];
  const bool is_regular = values[step] > 0 && values[id] >= values[min] &&
                          offset % values[step] == 0 && offset / values[step] < values[count];
  if (!is_regular)
    return refuse(
        "--slice ci: the indices of this Slurm array have gaps; use --slice i/n, or number its "
        "tasks in equal steps");
  return checked(offset / values[step], values[count], slurm_index);
}

Result<Slice> slice_of_ci(const Lookup& variable) {
  std::optional<Result<Slice>> found;
  std::string names;
  const auto take = [&](const char* name, Result<Slice> slice) {
    names += fmt::format("{}{}", names.empty() ? "" : " and ", name);
    if (!found) found = std::move(slice);
  };
  for (const CiSystem& system : ci_systems)
    if (variable(system.index)) take(system.name, slice_of(system, variable));
  if (variable(slurm_index)) take("Slurm", slice_of_slurm_array(variable));
  if (!found)
    return refuse(
        "--slice ci: no variables of GitLab, CircleCI, Buildkite, Kubernetes or Slurm are set; use "
        "--slice i/n");
  if (names.contains(" and "))
    return refuse(
        fmt::format("--slice ci: the variables of {} are all set; use --slice i/n", names));
  return *found;
}

}  // namespace

Result<Slice> parse_slice(std::string_view word, const Lookup& variable) {
  if (word == "ci") return slice_of_ci(variable);
  const std::size_t slash = std::min(word.find('/'), word.size());
  const auto index = parse_count(word.substr(0, slash), 1, most_slices);
  const auto count = parse_count(word.substr(std::min(slash + 1, word.size())), 1, most_slices);
  if (!index || !count || *index > *count)
    return refuse(fmt::format("--slice {}: must be I/N, such as 2/3, or ci", word));
  return Slice{*index - 1, *count};
}

}  // namespace isorun
