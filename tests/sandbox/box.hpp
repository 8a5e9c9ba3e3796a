// Runs commands in sandboxes and tells what became of them as a transcript, for the tests to
// compare.
#pragma once

#include <functional>
#include <string>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include <isorun/sandbox.hpp>

namespace isorun {

using Words = std::vector<std::string>;

inline bool is_root() {
  return ::geteuid() == 0;
}

// Whether a tmpfs of this kernel has the user attributes that overlays need (tmpfs(5)).
bool layers_lie_in_memory();

// Fails with ISORUN_MUST_WORK=1 where the host allows no sandboxes; skips elsewhere.
class SandboxTest : public testing::Test {
 protected:
  void SetUp() override;
};

// The caller's environment, with messages in English.
Words environment();

// A file without a name that takes a command's output.
class Output {
 public:
  Output();
  [[nodiscard]] int fd() const { return fd_.get(); }
  [[nodiscard]] std::string text() const;

 private:
  UniqueFd fd_;
};

// "" for exit code 0, else "[exited 3]", "[signal 9]", "[exec ENOENT]", "[lost]" or "[setup: …]".
std::string to_text(const Ending& ending);

// A sandbox that could be opened; the test ends otherwise.
Sandbox open(const Layout& layout);

// What the command wrote, standard output and error, and its ending.
std::string run(Sandbox& sandbox, const Words& argv, unsigned slot = 0);
std::string run(const Layout& layout, const Words& argv);

// The same of a script of the shell.
std::string sh(Sandbox& sandbox, const std::string& script, unsigned slot = 0);
std::string sh(const Layout& layout, const std::string& script);

// Why the layout cannot be had; "" if it can.
std::string refusal(const Layout& layout);

// A function of the test program that the tests run as a command inside a sandbox.
class Inside {
 public:
  using Function = void (*)();
  Inside(std::string name, Function function);

  // The command that runs it.
  [[nodiscard]] Words argv() const;

  static int main(const std::string& name);

 private:
  std::string name_;
};

// Prints "WHAT: OK" or "WHAT: EPERM" for the result of a system call. For functions inside.
void tell(const char* what, long result);

// The test program, as a sandbox's command can name it.
std::string own_program();

}  // namespace isorun
