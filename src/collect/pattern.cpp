#include "collect/pattern.hpp"

#include <algorithm>
#include <expected>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace isorun {

namespace {

std::unexpected<Error> refuse(std::string what) {
  return std::unexpected(Error{Phase::usage, 0, std::move(what)});
}

std::size_t index_of(char byte) {
  return static_cast<unsigned char>(byte);
}

// Escapes a directory's name as a literal pattern.
std::string escaped(std::string_view path) {
  std::string pattern;
  for (const char byte : path) {
    if (std::string_view("*?[\\").find(byte) != std::string_view::npos) pattern += '\\';
    pattern += byte;
  }
  return pattern;
}

std::string absolute(std::string_view text, std::string_view home,
                     std::string_view working_directory) {
  if (text.starts_with('/')) return std::string(text);
  if (text == "~" || text.starts_with("~/")) {
    return fmt::format("{}{}", escaped(home), text.substr(1));
  }
  return fmt::format("{}/{}", escaped(working_directory), text);
}

Result<std::vector<std::string_view>> canonical_components(std::string_view pattern) {
  std::vector<std::string_view> components;
  for (const std::string_view component : split(pattern, '/')) {
    if (component.empty() || component == ".") continue;
    if (component != "..") {
      components.push_back(component);
      continue;
    }
    if (components.empty()) continue;
    if (components.back().find("**") != std::string_view::npos) {
      return refuse("`..` cannot follow `**`");
    }
    components.pop_back();
  }
  return components;
}

}  // namespace

Result<Pattern> Pattern::create(std::string_view text, std::string_view home,
                                std::string_view working_directory) {
  const auto in_context = [&](const Error& error) {
    return Error{error.phase, error.code, fmt::format("the pattern {}: {}", text, error.what)};
  };
  if (text.empty()) return refuse("the pattern is empty");

  if (home.empty() && (text == "~" || text.starts_with("~/"))) {
    return refuse(fmt::format("the pattern {}: HOME is not set", text));
  }
  Pattern pattern;
  pattern.text_ = text;
  const std::string whole = absolute(text, home, working_directory);
  const auto components = canonical_components(whole);
  if (!components) return std::unexpected(in_context(components.error()));
  bool after_slash = false;
  for (std::size_t i = 0; i < components->size(); ++i) {
    const std::string_view component = (*components)[i];
    if (!after_slash) pattern.add_byte('/');
    after_slash = component == "**" && i + 1 < components->size();
    if (after_slash) {
      pattern.tokens_.push_back({Token::Kind::directories, {}});
    } else if (const auto added = pattern.add_component(component); !added) {
      return std::unexpected(in_context(added.error()));
    }
  }
  return pattern;
}

void Pattern::add_byte(char byte) {
  tokens_.push_back({Token::Kind::one, Bytes().set(index_of(byte))});
}

Result<void> Pattern::add_component(std::string_view component) {
  for (std::size_t at = 0; at < component.size(); ++at) {
    switch (component[at]) {
      case '*': {
        const std::size_t end = std::min(component.find_first_not_of('*', at), component.size());
        tokens_.push_back({end - at > 1 ? Token::Kind::any : Token::Kind::star, {}});
        at = end - 1;
        break;
      }
      case '?':
        tokens_.push_back({Token::Kind::one, Bytes().set().reset('/')});
        break;
      case '[': {
        const Result<std::size_t> size = add_set(component.substr(at));
        if (!size) return std::unexpected(size.error());
        at += *size - 1;
        break;
      }
      case '\\':
        if (++at == component.size()) return refuse("nothing follows the backslash");
        [[fallthrough]];
      default:
        add_byte(component[at]);
    }
  }
  return {};
}

// `text` starts at the set's '['. Returns the length of the set.
Result<std::size_t> Pattern::add_set(std::string_view text) {
  Bytes bytes;
  std::size_t at = 1;
  const bool outside = at < text.size() && (text[at] == '!' || text[at] == '^');
  if (outside) ++at;
  // A leading ']' is a member of the set.
  for (const std::size_t first = at; at < text.size() && (text[at] != ']' || at == first); ++at) {
    const auto take = [&] {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      return index_of(text[at]);
    };
    const std::size_t low = take();
    std::size_t high = low;
    if (at + 2 < text.size() && text[at + 1] == '-' && text[at + 2] != ']') {
      at += 2;
      high = take();
    }
    for (std::size_t byte = low; byte <= high; ++byte) bytes.set(byte);
  }
  if (at >= text.size()) return refuse("a [ without a ]; write \\[ for a literal one");
  if (outside) bytes.flip();
  tokens_.push_back({Token::Kind::one, bytes.reset('/')});
  return at + 1;
}

std::string Pattern::base() const {
  std::string start;
  for (const Token& token : tokens_) {
    if (token.kind != Token::Kind::one || token.bytes.count() != 1)
      return start.substr(0, std::max<std::size_t>(start.rfind('/'), 1));
    std::size_t byte = 0;
    while (!token.bytes.test(byte)) ++byte;
    start += static_cast<char>(byte);
  }
  return start;
}

std::optional<std::size_t> Pattern::slashes() const {
  std::size_t count = 0;
  for (const Token& token : tokens_) {
    if (token.kind == Token::Kind::any || token.kind == Token::Kind::directories)
      return std::nullopt;
    if (token.kind == Token::Kind::one && token.bytes.test('/')) ++count;
  }
  return count;
}

// When matching fails, only the last wildcard needs to grow: growing an earlier one would at best
// reach the same place again. A `*` cannot grow past a '/'; then the last `**` grows.
bool Pattern::matches(std::string_view path) const {
  struct Mark {
    std::size_t next = std::string_view::npos;  // the token after the wildcard
    std::size_t at = 0;                         // where the wildcard's match ends so far
    [[nodiscard]] bool set() const { return next != std::string_view::npos; }
  };
  Mark star;
  Mark tree;
  std::size_t token = 0;
  std::size_t at = 0;
  for (;;) {
    if (token == tokens_.size() && at == path.size()) return true;
    if (token < tokens_.size()) {
      const Token& now = tokens_[token];
      if (now.kind != Token::Kind::one) {
        ++token;
        (now.kind == Token::Kind::star ? star : tree) = {token, at};
        if (now.kind != Token::Kind::star) star = {};
        continue;
      }
      if (at < path.size() && now.bytes.test(index_of(path[at]))) {
        ++token;
        ++at;
        continue;
      }
    }
    if (star.set() && star.at < path.size() && path[star.at] != '/') {
      at = ++star.at;
      token = star.next;
      continue;
    }
    if (!tree.set() || tree.at == path.size()) return false;
    if (tokens_[tree.next - 1].kind == Token::Kind::directories) {
      const std::size_t slash = path.find('/', tree.at);
      if (slash == std::string_view::npos) return false;
      tree.at = slash;
    }
    at = ++tree.at;
    token = tree.next;
    star = {};
  }
}

}  // namespace isorun
