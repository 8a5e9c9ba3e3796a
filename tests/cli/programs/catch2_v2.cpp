// What tests/cli/catch2-v2.t runs.
#define CATCH_CONFIG_MAIN
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <utility>

#include <catch2/catch.hpp>

namespace {

const bool prints_noise = [] {
  std::cout << "noise before the listing" << std::endl;
  return true;
}();

}  // namespace

TEST_CASE("passes", "[fast]") {
  REQUIRE(prints_noise);
}
TEST_CASE("fails, with a comma", "[fast]") {
  INFO("why it fails");
  CHECK(1 == 2);
  CHECK(3 == 4);
}
TEST_CASE("throws", "[slow]") {
  throw std::runtime_error("what was thrown");
}
TEST_CASE("hidden", "[.][slow]") {
  FAIL("hidden tests run only when asked for");
}
TEST_CASE("a [bracket], \"quotes\", back\\slash, ~tilde, \xc3\xbc", "[odd]") {
  CHECK(true);
}
TEST_CASE(" outer spaces ", "[odd]") {
  CHECK(true);
}
TEST_CASE("exclude: a word of its own", "[odd]") {
  CHECK(true);
}
TEST_CASE("fails*", "[odd]") {
  CHECK(true);
}
TEST_CASE("#number", "[odd]") {
  CHECK(true);
}
TEST_CASE("may fail", "[!mayfail]") {
  CHECK(false);
}
TEST_CASE("should fail", "[!shouldfail]") {
  CHECK(false);
}
TEMPLATE_TEST_CASE("typed", "[odd]", int, (std::pair<int, char>)) {
  CHECK(sizeof(TestType) > 0);
}
TEST_CASE("crashes") {
  if (std::getenv("CRASH") != nullptr) std::raise(SIGKILL);
}
TEST_CASE("exits") {
  if (std::getenv("EXIT") != nullptr) std::_Exit(0);
}
