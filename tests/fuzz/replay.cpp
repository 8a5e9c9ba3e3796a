// Runs a target over files once: corpora and regressions as tests of a build without libFuzzer.
//
//   replay TARGET DIRECTORY

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

#include <fmt/format.h>

#include "fuzz.hpp"

namespace isorun::fuzz {
namespace {

std::map<std::string_view, Target>& targets() {
  static std::map<std::string_view, Target> all;
  return all;
}

int replay(std::string_view name, const std::filesystem::path& directory) {
  const auto target = targets().find(name);
  if (target == targets().end()) {
    fmt::print(stderr, "there is no target {}\n", name);
    return 1;
  }
  std::size_t count = 0;
  for (const auto& entry : std::filesystem::directory_iterator(directory)) {
    fmt::print(stderr, "{}\n", entry.path().string());  // the last of them is the culprit
    std::ifstream file(entry.path(), std::ios::binary);
    target->second(std::string{std::istreambuf_iterator<char>(file), {}});
    ++count;
  }
  if (count == 0) fmt::print(stderr, "{} has no files\n", directory.string());
  return count == 0 ? 1 : 0;
}

}  // namespace

bool add_target(std::string_view name, Target target) {
  return targets().emplace(name, target).second;
}

}  // namespace isorun::fuzz

int main(int count, char** words) {
  if (count == 3) return isorun::fuzz::replay(words[1], words[2]);
  fmt::print(stderr, "usage: replay TARGET DIRECTORY\n");
  return 2;
}
