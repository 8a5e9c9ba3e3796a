#include "audit/advice.hpp"

#include <algorithm>

#include "audit/things.hpp"

namespace isorun {
namespace {

struct Advice {
  std::string_view framework;
  Sharing sharing;
  std::string_view text;
};

// The first that matches counts; an empty framework is any.
constexpr Advice table[] = {
    {"pytest", Sharing::directory, "use tmp_path, and delete only what the test made"},
    {"pytest", Sharing::file, "use tmp_path"},
    {"unittest", Sharing::directory,
     "use tempfile.TemporaryDirectory, and delete only what the test made"},
    {"unittest", Sharing::file, "use tempfile.TemporaryDirectory"},
    {"googletest", Sharing::directory,
     "make a directory for each test below testing::TempDir(), and delete only that"},
    {"googletest", Sharing::file, "name it after the test, below testing::TempDir()"},
    {"go", Sharing::directory, "use t.TempDir()"},
    {"go", Sharing::file, "use t.TempDir()"},
    {"libtest", Sharing::directory, "use the crate tempfile"},
    {"libtest", Sharing::file, "use the crate tempfile"},
    {"bats", Sharing::directory, "use $BATS_TEST_TMPDIR"},
    {"bats", Sharing::file, "use $BATS_TEST_TMPDIR"},
    {"go", Sharing::port, "listen on 127.0.0.1:0 and ask for the Addr()"},
    {"", Sharing::directory, "make a directory for each test, and delete only that"},
    {"", Sharing::file, "make a directory for each test (mktemp -d)"},
    {"", Sharing::port, "bind port 0, and pass on the number that the kernel chose"},
    {"", Sharing::name, "add the process number to the name"},
};

}  // namespace

Sharing sharing_of(std::string_view thing, bool by_listing) {
  if (is_path(thing)) return by_listing ? Sharing::directory : Sharing::file;
  const bool is_port = thing.starts_with("tcp:") || thing.starts_with("udp:");
  return is_port ? Sharing::port : Sharing::name;
}

std::string_view advice_for(std::string_view framework, Sharing sharing) {
  const auto found = std::ranges::find_if(table, [&](const Advice& advice) {
    return (advice.framework.empty() || advice.framework == framework) && advice.sharing == sharing;
  });
  return found == std::end(table) ? std::string_view() : found->text;
}

}  // namespace isorun
