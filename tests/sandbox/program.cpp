#include "program.hpp"

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <unistd.h>

#include <fmt/format.h>
#include <sys/wait.h>

namespace isorun {
namespace {

std::vector<char*> pointers(Words& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Process::Process(const Words& argv, const Descriptors& descriptors) {
  Words words = argv;
  Words variables = environment();
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  int place = 0;
  for (const int fd : {descriptors.input, descriptors.output, descriptors.error})
    ::posix_spawn_file_actions_adddup2(&actions, fd < 0 ? null.get() : fd, place++);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  const int error = ::posix_spawnp(&pid_, words[0].c_str(), &actions, &attributes,
                                   pointers(words).data(), pointers(variables).data());
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::runtime_error("starting " + words[0]);
}

Process::~Process() {
  if (pid_ < 0) return;
  signal(SIGKILL);
  wait();
}

void Process::signal(int number) const {
  ::kill(pid_, number);
}

int Process::wait() {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Words isorun_words(const Words& words) {
  Words all = {ISORUN_PROGRAM};
  all.insert(all.end(), words.begin(), words.end());
  return all;
}

std::string on_host(const Words& argv) {
  const Output output;
  Process process(argv, {.output = output.fd(), .error = output.fd()});
  const int code = process.wait();
  return output.text() + (code == 0 ? "" : fmt::format("[exited {}]", code));
}

std::string isorun(const Words& words) {
  return on_host(isorun_words(words));
}

}  // namespace isorun
