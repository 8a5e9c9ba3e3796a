// as_ordinary_user [--subids] [--group GID] PROGRAM [WORD...]: runs a test as an ordinary user when
// root calls it, and as it is otherwise. The user has an id that nobody else has, --group as a
// supplementary group, and a home of its own, which is the working directory and disappears
// afterwards.
//
// Root's part of it happens in a private mount namespace: with --subids, /etc names the user and
// grants it a range of ids; and the program is reachable whatever the modes of the directories
// above.
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <sched.h>
#include <string>
#include <unistd.h>
#include <vector>

#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

namespace {

namespace fs = std::filesystem;

constexpr uid_t id = 54321;

void must(bool good, const char* what) {
  if (good) return;
  std::perror(what);
  std::exit(125);
}

// What this process and its children write to /etc goes to memory.
void cover_etc(const fs::path& home) {
  must(::mount("tmpfs", home.c_str(), "tmpfs", 0, nullptr) == 0, "tmpfs");
  fs::create_directory(home / "upper");
  fs::create_directory(home / "work");
  const std::string options = "lowerdir=/etc,upperdir=" + (home / "upper").string() +
                              ",workdir=" + (home / "work").string();
  must(::mount("overlay", "/etc", "overlay", 0, options.c_str()) == 0, "overlay on /etc");
  must(::umount2(home.c_str(), MNT_DETACH) == 0, "umount");
}

// The topmost directory that others may not enter is covered by one that holds nothing but the way
// to `directory`.
void open_way_to(const fs::path& directory) {
  fs::path prefix = "/";
  for (const fs::path& name : directory.relative_path()) {
    prefix /= name;
    if ((fs::status(prefix).permissions() & fs::perms::others_exec) != fs::perms::none) continue;
    const int source = ::open(directory.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    must(source >= 0, directory.c_str());
    must(::mount("tmpfs", prefix.c_str(), "tmpfs", 0, "mode=755") == 0, prefix.c_str());
    fs::create_directories(directory);
    const std::string link = "/proc/self/fd/" + std::to_string(source);
    must(::mount(link.c_str(), directory.c_str(), nullptr, MS_BIND | MS_REC, nullptr) == 0,
         directory.c_str());
    return;
  }
}

[[noreturn]] void become(const fs::path& home, const std::vector<gid_t>& groups, char** words) {
  must(::setgroups(groups.size(), groups.data()) == 0, "setgroups");
  must(::setgid(id) == 0, "setgid");
  must(::setuid(id) == 0, "setuid");
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  must(::chdir(home.c_str()) == 0, "chdir");
  ::setenv("HOME", home.c_str(), 1);
  ::setenv("ISORUN_TEST_USER", "1", 1);
  ::setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);  // root's may name closed directories
  ::unsetenv("XDG_CACHE_HOME");
  ::execv(words[0], words);
  must(false, words[0]);
  std::abort();
}

}  // namespace

int main(int count, char** words) {
  const bool has_subids = count > 1 && std::strcmp(words[1], "--subids") == 0;
  char** program = words + (has_subids ? 2 : 1);
  std::vector<gid_t> groups;
  if (*program != nullptr && std::strcmp(*program, "--group") == 0 && program[1] != nullptr) {
    groups.push_back(static_cast<gid_t>(std::strtoul(program[1], nullptr, 10)));
    program += 2;
  }
  if (*program == nullptr) return 2;
  if (::geteuid() != 0) {
    ::execv(program[0], program);
    must(false, program[0]);
  }
  must(::unshare(CLONE_NEWNS) == 0, "unshare");
  must(::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0, "making / private");
  std::string home = BUILD_DIRECTORY "/user-XXXXXX";
  must(::mkdtemp(home.data()) != nullptr, "mkdtemp");
  must(::chown(home.c_str(), id, id) == 0, "chown");
  if (has_subids) {
    cover_etc(home);
    ::setenv("ISORUN_TEST_SUBIDS", "1", 1);
    std::ofstream("/etc/passwd", std::ios::app) << "isorun-test:x:54321:54321::/:/bin/sh\n";
    std::ofstream("/etc/subuid", std::ios::app) << "isorun-test:600000:65536\n";
    std::ofstream("/etc/subgid", std::ios::app) << "isorun-test:600000:65536\n";
  }
  open_way_to(BUILD_TOP);
  const pid_t child = ::fork();
  must(child >= 0, "fork");
  if (child == 0) become(home, groups, program);
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  std::error_code error;
  fs::remove_all(home, error);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
