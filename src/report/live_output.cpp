#include "report/live_output.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "report/read_log.hpp"

namespace isorun {
namespace {

// A line longer than this is shown in pieces.
constexpr std::size_t longest_part = 4096;

std::string prefix(std::size_t slot, Color color) {
  static constexpr std::array<int, 6> foreground = {36, 33, 32, 35, 34, 31};
  std::string text = fmt::format("{:>3}|", slot);
  if (color == Color::never) return text;
  return fmt::format("\033[{}m{}\033[0m", foreground.at(slot % foreground.size()), text);
}

// The length of the machine-readable prefix of `text`: an application command (APC, ECMA-48), which
// terminals do not show, or Go's mark. 0 if there is none.
std::size_t command_length(std::string_view text) {
  constexpr std::string_view closing = "\033\\";
  if (text.starts_with('\x16')) return 1;
  if (!text.starts_with("\033_")) return 0;
  const std::size_t end = text.find(closing);
  return end == std::string_view::npos ? 0 : end + closing.size();
}

// Keeps tabs and styles; other control characters cannot reach the terminal.
std::string shown(std::string_view text, Color color) {
  std::string result;
  while (!text.empty()) {
    if (const std::size_t style = style_length(text); style > 0) {
      if (color == Color::always) result += text.substr(0, style);
      text.remove_prefix(style);
      continue;
    }
    if (const std::size_t command = command_length(text); command > 0) {
      text.remove_prefix(command);
      continue;
    }
    const std::size_t plain = std::min(text.find_first_of("\033\t\x16", 1), text.size());
    const std::size_t tab = text[0] == '\t' ? 1 : 0;
    result.append(tab, '\t');
    result += printable(text.substr(tab, plain - tab));
    text.remove_prefix(plain);
  }
  return result;
}

}  // namespace

std::string live_line(std::size_t slot, std::string_view line, Color color) {
  while (line.ends_with('\r')) line.remove_suffix(1);
  if (const auto last = line.rfind('\r'); last != std::string_view::npos)
    line.remove_prefix(last + 1);
  const bool has_style = color == Color::always && line.find('\033') != std::string_view::npos;
  return fmt::format("{} {}{}\n", prefix(slot, color), shown(line, color),
                     has_style ? "\033[0m" : "");
}

std::string LiveOutput::read(const RunningShard& shard, std::size_t most) {
  if (shard.log < 0) return {};
  Place& place = places_[shard.shard];
  const std::uint64_t size = log_size(shard.log);
  if (size <= place.offset) return {};
  std::string text;
  if (size - place.offset > most) {
    const std::uint64_t skipped = size - most - place.offset + place.part.size();
    text = live_line(shard.slot, fmt::format("... {} bytes skipped; see the log ...", skipped),
                     color_);
    place = {.offset = size - most};
  }
  const std::string bytes = read_log(shard.log, place.offset, most);
  place.offset += bytes.size();
  return text + lines(shard.slot, place, bytes);
}

std::string LiveOutput::finish(const RunningShard& shard, std::size_t most) {
  std::string text = read(shard, most);
  const auto place = places_.find(shard.shard);
  if (place == places_.end()) return text;
  if (!place->second.part.empty()) text += live_line(shard.slot, place->second.part, color_);
  places_.erase(place);
  return text;
}

std::string LiveOutput::lines(std::size_t slot, Place& place, std::string_view bytes) const {
  std::string text;
  for (;;) {
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos) break;
    text += live_line(slot, place.part.append(bytes.substr(0, end)), color_);
    place.part.clear();
    bytes.remove_prefix(end + 1);
  }
  place.part += bytes;
  if (place.part.size() < longest_part) return text;
  text += live_line(slot, place.part, color_);
  place.part.clear();
  return text;
}

}  // namespace isorun
