// A GoogleTest suite whose tests sleep: SLEEPS is a file with a line per test, its suite and for
// how many seconds; IMPORTS, how long the program takes to start.
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <string>
#include <thread>

#include <gtest/gtest.h>

namespace {

void sleep_for(double seconds) {
  if (seconds > 0) std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
}

class Sleeping : public testing::Test {
 public:
  explicit Sleeping(double seconds) : seconds_(seconds) {}
  void TestBody() override { sleep_for(seconds_); }

 private:
  double seconds_;
};

}  // namespace

int main(int argc, char** argv) {
  const char* imports = std::getenv("IMPORTS");
  sleep_for(imports == nullptr ? 0 : std::stod(imports));
  std::ifstream lines(std::getenv("SLEEPS"));
  std::string suite;
  double seconds = 0;
  for (int number = 0; lines >> suite >> seconds; ++number) {
    const std::string test = "Test" + std::to_string(number);
    testing::RegisterTest(suite.c_str(), test.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [seconds]() -> testing::Test* { return new Sleeping(seconds); });
  }
  testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
