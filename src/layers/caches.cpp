#include "layers/caches.hpp"

#include <algorithm>
#include <span>

#include <fmt/format.h>

namespace isorun {

namespace {

// Directory names, at any depth.
constexpr std::string_view tool_caches[] = {
    "__pycache__",    // Python
    ".pytest_cache",  //
    ".hypothesis",    //
    ".mypy_cache",    //
    ".ruff_cache",    //
    ".tox",           //
    ".nox",           //
    ".eggs",          //
    ".cache",         // XDG, Parcel, ccache
    ".ccache",        //
    "target",         // Cargo, Maven, sbt
    ".gradle",        //
    "node_modules/.cache",
    "node_modules/.vite",
    "node_modules/.vitest-cache",
    "Testing/Temporary",  // CTest
    "meson-logs",         // Meson
    ".bats/run-logs",     // bats
};

constexpr std::string_view framework_caches[] = {
    "__pycache__",       ".pytest_cache",     ".tox",       ".nox",
    ".cache/virtualenv", "Testing/Temporary", "meson-logs", ".bats/run-logs"};

// A file: each run of Automake's harness writes its own.
constexpr std::string_view harness_log = "/test-suite.log";

bool is_in_one_of(std::span<const std::string_view> caches, std::string_view path) {
  const std::string whole = fmt::format("/{}", path);
  return whole.ends_with(harness_log) ||
         std::ranges::any_of(caches, [&whole](std::string_view cache) {
           return whole.contains(fmt::format("/{}/", cache));
         });
}

}  // namespace

bool is_in_tool_cache(std::string_view path) {
  return is_in_one_of(tool_caches, path);
}

bool is_in_framework_cache(std::string_view path) {
  return is_in_one_of(framework_caches, path);
}

}  // namespace isorun
