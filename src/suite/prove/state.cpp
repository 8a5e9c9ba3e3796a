#include "suite/prove/state.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun::prove {
namespace {

using Fields = std::map<std::string, std::string, std::less<>>;

struct State {
  Fields general;
  std::map<std::string, Fields> scripts;  // by their quoted paths
};

void take_field(Fields& fields, std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon != std::string_view::npos)
    fields[std::string(line.substr(0, colon))] = line.substr(colon + 2);
}

// The format of TAP::Parser::YAMLish::Writer: a key per line, two spaces per level.
State read_state(std::string_view text) {
  State state;
  Fields* script = nullptr;
  for (const std::string_view line : lines(text)) {
    if (line.starts_with("    ") && script != nullptr)
      take_field(*script, line.substr(4));
    else if (line.starts_with("  ") && line.ends_with(':'))
      script = &state.scripts[std::string(line.substr(2, line.size() - 3))];
    else
      take_field(state.general, line);
  }
  return state;
}

std::string write_state(const State& state) {
  std::string text = "---\n";
  for (const auto& [key, value] : state.general) text += fmt::format("{}: {}\n", key, value);
  text += state.scripts.empty() ? "tests: {}\n" : "tests:\n";
  for (const auto& [script, fields] : state.scripts) {
    text += fmt::format("  {}:\n", script);
    for (const auto& [key, value] : fields) text += fmt::format("    {}: {}\n", key, value);
  }
  return text + "version: 1\n...\n";
}

bool is_word(char c) {
  return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

bool is_control(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < ' ' || byte == 0x7f;
}

// A key in that format.
std::string quoted(std::string_view path) {
  const bool is_plain =
      !path.empty() && is_word(path.front()) &&
      std::ranges::none_of(path, [](char c) { return c == ' ' || c == '"' || is_control(c); });
  if (is_plain) return std::string(path);
  std::string text;
  for (const char c : path) {
    if (is_control(c)) {
      text += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
      continue;
    }
    if (c == '"' || c == '\\') text += '\\';
    text += c;
  }
  return fmt::format("\"{}\"", text);
}

unsigned count_in(const Fields& fields, std::string_view key) {
  unsigned count = 0;
  if (const auto found = fields.find(key); found != fields.end())
    std::from_chars(found->second.data(), found->second.data() + found->second.size(), count);
  return count;
}

void add_result(Fields& fields, const UnitResult& result, const std::string& time) {
  const bool passed = is_good(result.reason);
  const std::string total = passed ? "total_passes" : "total_failures";
  fields[total] = fmt::format("{}", count_in(fields, total) + 1);
  fields[passed ? "last_pass_time" : "last_fail_time"] = time;
  fields["last_run_time"] = time;
  fields["last_result"] = passed ? "0" : "1";
  fields["elapsed"] = fmt::format("{:.6f}", std::chrono::duration<double>(result.duration).count());
  fields.try_emplace("last_todo", "0");
}

}  // namespace

std::string next_state(std::string_view before, std::span<const std::string> scripts,
                       const LastRun& run) {
  State state = read_state(before);
  state.general.erase("version");
  const std::string time =
      fmt::format("{:.3f}", std::chrono::duration<double>(run.end.time_since_epoch()).count());
  const std::string generation = fmt::format("{}", count_in(state.general, "generation") + 1);
  state.general["generation"] = generation;
  state.general["last_run_time"] = time;
  unsigned sequence = 0;
  for (const auto& [script, fields] : state.scripts)
    sequence = std::max(sequence, count_in(fields, "seq"));
  for (const UnitResult& result : run.results) {
    Fields& fields = state.scripts[quoted(scripts[result.unit])];
    add_result(fields, result, time);
    fields["gen"] = generation;
    fields["seq"] = fmt::format("{}", ++sequence);
  }
  return write_state(state);
}

}  // namespace isorun::prove
