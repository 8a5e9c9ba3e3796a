#include "base/interpreter.hpp"

#include <filesystem>
#include <fstream>
#include <stdlib.h>

#include <gtest/gtest.h>

namespace isorun {
namespace {

class Interpreter : public testing::Test {
 protected:
  Interpreter() {
    char name[] = "/tmp/isorun-test.XXXXXX";
    path_ = ::mkdtemp(name);
  }
  ~Interpreter() override { std::filesystem::remove_all(path_); }

  [[nodiscard]] std::string of(std::string_view content) const {
    const std::string file = path_ + "/program";
    std::ofstream(file, std::ios::binary) << content;
    return interpreter_of(file);
  }

  std::string path_;
};

TEST_F(Interpreter, OfAScriptIsInItsFirstLine) {
  EXPECT_EQ(of("#!/nope\n"), "/nope");
  EXPECT_EQ(of("#! \t/usr/bin/env -S perl -w\nprint 1"), "/usr/bin/env");
  EXPECT_EQ(of("#!/no newline"), "/no");
  EXPECT_EQ(of("#!\n/bin/sh"), "");
  EXPECT_EQ(of("echo"), "");
  EXPECT_EQ(of(""), "");
}

TEST_F(Interpreter, OfAProgramIsItsDynamicLinker) {
  std::ifstream sh("/bin/sh", std::ios::binary);
  const std::string program{std::istreambuf_iterator<char>(sh), {}};
  const std::string linker = of(program);
  if (linker.empty()) GTEST_SKIP() << "/bin/sh is linked statically";
  EXPECT_TRUE(std::filesystem::exists(linker)) << linker;
  EXPECT_EQ(of(program.substr(0, 100)), "");
}

TEST_F(Interpreter, OfAnAbsentFileIsEmpty) {
  EXPECT_EQ(interpreter_of(path_ + "/absent"), "");
}

}  // namespace
}  // namespace isorun
