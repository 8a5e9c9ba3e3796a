#include "box.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <map>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/utsname.h>

namespace isorun {
namespace {

std::map<std::string, Inside::Function>& functions() {
  static std::map<std::string, Inside::Function> table;
  return table;
}

const std::string& host_refusal() {
  static const std::string reason = refusal({});
  return reason;
}

// The command's program stays visible, wherever the tests were built.
Layout with_own_program(Layout layout) {
  layout.visible.push_back(own_program());
  return layout;
}

}  // namespace

bool layers_lie_in_memory() {
  utsname kernel{};
  ::uname(&kernel);
  unsigned major = 0;
  unsigned minor = 0;
  EXPECT_EQ(std::sscanf(kernel.release, "%u.%u", &major, &minor), 2) << kernel.release;
  return std::pair(major, minor) >= std::pair(6U, 6U);
}

void SandboxTest::SetUp() {
  const std::string& reason = host_refusal();
  if (reason.empty()) return;
  const char* variable = std::getenv("ISORUN_MUST_WORK");
  if (variable != nullptr && std::strcmp(variable, "1") == 0) FAIL() << reason;
  GTEST_SKIP() << reason;
}

Words environment() {
  Words variables;
  for (char** variable = environ; *variable != nullptr; ++variable)
    variables.emplace_back(*variable);
  variables.emplace_back("LC_ALL=C");  // messages are compared
  return variables;
}

Output::Output() : fd_(::memfd_create("output", MFD_CLOEXEC)) {}

std::string Output::text() const {
  struct stat status {};
  ::fstat(fd_.get(), &status);
  std::string text(static_cast<std::size_t>(status.st_size), '\0');
  text.resize(static_cast<std::size_t>(
      std::max<ssize_t>(0, ::pread(fd_.get(), text.data(), text.size(), 0))));
  return text;
}

std::string to_text(const Ending& ending) {
  switch (ending.how) {
    case Ending::How::exited:
      return ending.code == 0 ? "" : fmt::format("[exited {}]", ending.code);
    case Ending::How::signaled:
      return fmt::format("[signal {}]", ending.code);
    case Ending::How::exec_failed:
      return fmt::format("[exec {}]", strerrorname_np(ending.code));
    case Ending::How::setup_failed:
      return fmt::format("[setup: {}]", to_string(ending.error));
    case Ending::How::service_failed:
      return fmt::format("[{}]", to_string(ending.error));
    case Ending::How::lost:
      break;
  }
  return "[lost]";
}

Sandbox open(const Layout& layout) {
  Result<Sandbox> sandbox = Sandbox::open(with_own_program(layout));
  if (sandbox) return std::move(*sandbox);
  throw std::runtime_error(to_string(sandbox.error()));  // GoogleTest turns it into a failure
}

std::string run(Sandbox& sandbox, const Words& argv, unsigned slot) {
  const Output output;
  Result<Shard> shard = sandbox.start(
      {.argv = argv, .environment = environment(), .output = output.fd(), .error = output.fd()},
      slot);
  if (!shard) return fmt::format("[start: {}]", to_string(shard.error()));
  const Ending ending = shard->wait();
  return output.text() + to_text(ending);
}

std::string run(const Layout& layout, const Words& argv) {
  Sandbox sandbox = open(layout);
  return run(sandbox, argv);
}

std::string sh(Sandbox& sandbox, const std::string& script, unsigned slot) {
  return run(sandbox, {"/bin/sh", "-c", script}, slot);
}

std::string sh(const Layout& layout, const std::string& script) {
  Sandbox sandbox = open(layout);
  return sh(sandbox, script);
}

std::string refusal(const Layout& layout) {
  const Result<Sandbox> sandbox = Sandbox::open(with_own_program(layout));
  return sandbox ? "" : to_string(sandbox.error());
}

Inside::Inside(std::string name, Function function) : name_(std::move(name)) {
  functions()[name_] = function;
}

Words Inside::argv() const {
  return {own_program(), "--inside", name_};
}

int Inside::main(const std::string& name) {
  const auto found = functions().find(name);
  if (found == functions().end()) return 2;
  found->second();
  std::cout << std::flush;
  return 0;
}

void tell(const char* what, long result) {
  std::cout << what << ": " << (result < 0 ? strerrorname_np(errno) : "OK") << std::endl;
}

std::string own_program() {
  static const std::string path = std::filesystem::read_symlink("/proc/self/exe").string();
  return path;
}

}  // namespace isorun

int main(int count, char** words) {
  if (count == 3 && std::strcmp(words[1], "--inside") == 0) return isorun::Inside::main(words[2]);
  testing::InitGoogleTest(&count, words);
  return RUN_ALL_TESTS();
}
