#include "audit/caller.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace isorun {
namespace {

struct DeedName {
  std::string_view name;
  Deed deed;
};

constexpr DeedName deed_names[] = {{"open", Deed::open},
                                   {"list", Deed::list},
                                   {"make-directory", Deed::make_directory},
                                   {"make-symlink", Deed::make_symlink},
                                   {"make-link", Deed::make_link},
                                   {"rename", Deed::rename},
                                   {"remove", Deed::remove},
                                   {"remove-directory", Deed::remove_directory},
                                   {"truncate", Deed::truncate},
                                   {"change", Deed::change},
                                   {"lock", Deed::lock},
                                   {"bind", Deed::bind},
                                   {"connect", Deed::connect},
                                   {"signal", Deed::signal}};

bool touches_only(const Decoded& call, std::string_view thing) {
  return call.touches.size() == 1 && call.touches.front().thing == thing;
}

}  // namespace

std::optional<NamedLine> line_named_by(const Decoded& call, std::string_view directory) {
  if (call.deed != Deed::look || call.touches.size() != 1) return std::nullopt;
  std::string_view rest = call.touches.front().thing;
  if (!rest.starts_with(directory)) return std::nullopt;
  rest.remove_prefix(directory.size());
  const std::string_view name = rest.substr(0, rest.find('/'));
  const auto found = std::ranges::find(deed_names, name, &DeedName::name);
  if (found == std::end(deed_names) || name.size() == rest.size()) return std::nullopt;
  return NamedLine{found->deed, std::string(rest.substr(name.size() + 1))};
}

void Caller::name(NamedLine line) {
  named_ = std::move(line);
  opened_.clear();
}

// To list a directory by its path is to open it first.
std::string Caller::take_line(const Decoded& call) {
  if (!named_) return {};
  if (named_->deed == Deed::list && call.deed == Deed::open && opened_.empty() &&
      call.touches.size() == 1) {
    opened_ = call.touches.front().thing;
    return named_->line;
  }
  const bool is_named =
      call.deed == named_->deed && (opened_.empty() || touches_only(call, opened_));
  NamedLine named = *std::exchange(named_, std::nullopt);
  return is_named ? std::move(named.line) : std::string();
}

}  // namespace isorun
