#include "suite/pytest/gateway.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace isorun::pytest {
namespace {

// The code with which execnet starts an interpreter: it reads the rest from standard input.
constexpr std::string_view bootstrap = "import sys;exec(eval(sys.stdin.readline()))";

std::string python_string(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\\' || c == '\'') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

}  // namespace

std::vector<std::string> with_gateway(std::vector<std::string> argv, std::string_view support) {
  const auto found = std::ranges::find(argv, bootstrap);
  if (found == argv.end() || support.empty()) return argv;
  *found = fmt::format("import sys;sys.path.insert(0,{});import isorun_gateway;{}",
                       python_string(fmt::format("{}/pytest", support)), bootstrap);
  return argv;
}

}  // namespace isorun::pytest
