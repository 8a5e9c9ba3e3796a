// What tests/cli/doctest.t runs.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <csignal>
#include <cstdlib>
#include <iostream>

#include <doctest/doctest.h>

namespace {

const bool prints_noise = [] {
  std::cout << "noise before the listing" << std::endl;
  return true;
}();

}  // namespace

TEST_CASE("passes") {
  CHECK(prints_noise);
}
TEST_CASE("fails, with a comma") {
  INFO("why it fails");
  CHECK(1 == 2);
  CHECK(3 == 4);
}
TEST_CASE("skipped" * doctest::skip()) {
  CHECK(false);
}
TEST_CASE("may fail" * doctest::may_fail()) {
  CHECK(false);
}
TEST_CASE("should fail" * doctest::should_fail()) {
  CHECK(false);
}
TEST_CASE("fail*") {
  CHECK(true);
}
TEST_CASE("\"quotes\", back\\slash, \xc3\xbc?") {
  CHECK(true);
}
TEST_SUITE("one") {
  TEST_CASE("same name") {
    CHECK(true);
  }
}
TEST_SUITE("two") {
  TEST_CASE("same name") {
    CHECK(1 == 3);
  }
}
TEST_CASE("twice") {
  CHECK(true);
}
TEST_CASE("twice") {
  CHECK(1 == 4);
}
TEST_CASE_TEMPLATE("typed", T, int, char) {
  CHECK(sizeof(T) > 0);
}
TEST_CASE("crashes") {
  if (std::getenv("CRASH") != nullptr) std::raise(SIGKILL);
}
TEST_CASE("exits") {
  if (std::getenv("EXIT") != nullptr) std::_Exit(0);
}
