// What --collect is given: a word, and a path that it may match.
#include "collect/pattern.hpp"

#include "collect/request.hpp"
#include "fuzz.hpp"

using namespace isorun;
using namespace isorun::fuzz;

namespace {

// The path without empty components and dots, as those in layers are.
bool is_canonical(std::string_view path) {
  const std::string framed = std::string(path) + '/';
  return path.starts_with('/') && path.size() > 1 && !framed.contains("//") &&
         !framed.contains("/./") && !framed.contains("/../");
}

}  // namespace

FUZZ(pattern) {
  const auto parts = parts_of(input);
  const std::string_view word = part(parts, 0);
  const std::string_view path = part(parts, 1);
  if (const auto request = parse_collect(word); request && !request->target.empty())
    require(check_target(request->target).has_value(), "a target is checked");
  const auto pattern = Pattern::create(word, "/home/me", "/work");
  if (!pattern || !is_canonical(path)) return;
  static_cast<void>(pattern->matches(path));
  std::string components;
  for (const char byte : path) {
    if (byte == '/')
      components += '/';
    else
      (components += '\\') += byte;
  }
  const auto exact = Pattern::create(components, "/home/me", "/work");
  require(exact && exact->matches(path), "a path matches itself");
}
