#include "victims.hpp"

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mqueue.h>
#include <poll.h>
#include <set>
#include <stdexcept>
#include <termios.h>
#include <unistd.h>

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/prctl.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;

void must(bool good, const char* what) {
  if (!good) throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno)));
}

void write_file(const std::string& path, std::string_view text) {
  ::chmod(path.c_str(), 0644);
  std::ofstream(path) << text;
}

std::string read_file(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string line_of(const fs::path& path) {
  struct stat status {};
  ::lstat(path.c_str(), &status);
  char attributes[256];
  const ssize_t size = ::llistxattr(path.c_str(), attributes, sizeof attributes);
  return fmt::format("{} {:o} {}:{} {}.{} attributes {} '{}'\n", path.filename().string(),
                     status.st_mode, status.st_uid, status.st_gid, status.st_mtim.tv_sec,
                     status.st_mtim.tv_nsec, size,
                     S_ISREG(status.st_mode) ? read_file(path) : std::string());
}

bool is_waiting(int fd) {
  pollfd source{fd, POLLIN, 0};
  return ::poll(&source, 1, 0) == 1;
}

UniqueFd listen_at(int family, const void* address, std::size_t size) {
  UniqueFd socket(::socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  if (family == AF_INET6) ::setsockopt(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (::bind(socket.get(), static_cast<const sockaddr*>(address), static_cast<socklen_t>(size)) !=
      0)
    return {};
  ::listen(socket.get(), 8);
  return socket;
}

// Waits for the end of a process that is not a child.
void end(pid_t process) {
  const UniqueFd descriptor(static_cast<int>(::syscall(SYS_pidfd_open, process, 0)));
  ::kill(process, SIGKILL);
  pollfd source{descriptor.get(), POLLIN, 0};
  if (descriptor) ::poll(&source, 1, -1);
}

}  // namespace

Victims::Victims(const std::string& place) : own_(make_terminal()), other_(make_terminal()) {
  target_.place = place;
  target_.name = fmt::format("isorun-attack-{}", ::getpid());
  target_.temporary = "/tmp/" + target_.name;
  target_.key = 0x6a000000 + ::getpid();
  target_.terminal = other_.name;
  make_files();
  make_process();
  make_ipc();
  make_sockets();
}

Victims::~Victims() {
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
    std::error_code error;
    if (fs::read_symlink(entry.path() / "cwd", error) != target_.place) continue;
    end(std::stoi(entry.path().filename()));
  }
  ::kill(target_.process, SIGKILL);
  ::waitpid(target_.process, nullptr, 0);
  ::munmap(memory_, 4096);
  ::shmctl(segment_, IPC_RMID, nullptr);
  ::semctl(semaphore_, 0, IPC_RMID);
  ::msgctl(messages_, IPC_RMID, nullptr);
  ::shm_unlink(target_.name.c_str());
  ::mq_unlink(("/" + target_.name).c_str());
  ::unlink(target_.temporary.c_str());
}

Victims::Terminal Victims::make_terminal() {
  Terminal terminal;
  terminal.master.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK));
  must(static_cast<bool>(terminal.master), "posix_openpt");
  ::grantpt(terminal.master.get());
  ::unlockpt(terminal.master.get());
  terminal.name = ::ptsname(terminal.master.get());
  terminal.slave.reset(::open(terminal.name.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  must(static_cast<bool>(terminal.slave), "opening a terminal");
  return terminal;
}

void Victims::make_files() const {
  const std::set<std::string> kept = {"held", "read-only"};
  for (const fs::directory_entry& entry : fs::directory_iterator(target_.place))
    if (!kept.contains(entry.path().filename())) fs::remove_all(entry.path());
  ::removexattr(target_.place.c_str(), "user.attack");
  for (const std::string& path : {target_.file(), target_.place + "/other", target_.place + "/held",
                                  target_.read_only_file(), target_.temporary})
    write_file(path, "host\n");
  fs::create_directory(target_.place + "/directory");
  const std::string program = target_.place + "/set-user-id";
  fs::copy_file("/usr/bin/id", program);
  if (::geteuid() == 0) must(::chown(program.c_str(), 54321, 54321) == 0, "chown");
  ::chmod(program.c_str(), 04755);
}

void Victims::make_process() {
  void* memory = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  must(memory != MAP_FAILED, "mmap");
  memory_ = static_cast<char*>(memory);
  std::strcpy(memory_, "host");
  int ready[2];
  must(::pipe2(ready, O_CLOEXEC) == 0, "pipe");
  const pid_t driver = ::getpid();
  target_.process = ::fork();
  must(target_.process >= 0, "fork");
  if (target_.process == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
    ::setpgid(0, 0);
    ::open(target_.file().c_str(), O_RDONLY);
    if (::chdir(target_.place.c_str()) != 0 || ::getppid() != driver) ::_exit(1);
    static_cast<void>(::write(ready[1], "x", 1));
    for (;;) ::pause();
  }
  ::close(ready[1]);
  char letter = 0;
  must(::read(ready[0], &letter, 1) == 1, "starting a process");
  ::close(ready[0]);
  target_.first = target_.process;
  target_.memory = reinterpret_cast<std::uintptr_t>(memory_);
}

void Victims::make_ipc() {
  segment_ = ::shmget(target_.key, 4096, IPC_CREAT | 0600);
  semaphore_ = ::semget(target_.key, 1, IPC_CREAT | 0600);
  messages_ = ::msgget(target_.key, IPC_CREAT | 0600);
  must(segment_ >= 0 && semaphore_ >= 0 && messages_ >= 0, "making System V objects");
  const UniqueFd memory(::shm_open(target_.name.c_str(), O_RDWR | O_CREAT, 0600));
  must(static_cast<bool>(memory), "shm_open");
  const mqd_t queue = ::mq_open(("/" + target_.name).c_str(), O_RDWR | O_CREAT, 0600, nullptr);
  must(queue >= 0, "mq_open");
  ::mq_close(queue);
  ::mkfifo((target_.place + "/fifo").c_str(), 0600);
  pipe_.reset(::open((target_.place + "/fifo").c_str(), O_RDWR | O_CLOEXEC | O_NONBLOCK));
  locked_.reset(::open(target_.file().c_str(), O_RDWR | O_CLOEXEC));
  struct flock lock {};
  lock.l_type = F_WRLCK;
  must(::fcntl(locked_.get(), F_OFD_SETLK, &lock) == 0, "locking a file");
}

void Victims::make_sockets() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  listeners_[0] = listen_at(AF_INET, &address, sizeof address);
  socklen_t size = sizeof address;
  ::getsockname(listeners_[0].get(), reinterpret_cast<sockaddr*>(&address), &size);
  target_.port = ntohs(address.sin_port);
  datagrams_.reset(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  must(::bind(datagrams_.get(), reinterpret_cast<const sockaddr*>(&address), size) == 0,
       "binding to a port");
  sockaddr_in6 address6{};
  address6.sin6_family = AF_INET6;
  address6.sin6_port = address.sin_port;
  address6.sin6_addr = in6addr_loopback;
  listeners_[1] = listen_at(AF_INET6, &address6, sizeof address6);
  sockaddr_un abstract{};
  abstract.sun_family = AF_UNIX;
  target_.name.copy(abstract.sun_path + 1, sizeof abstract.sun_path - 1);
  listeners_[2] =
      listen_at(AF_UNIX, &abstract, offsetof(sockaddr_un, sun_path) + 1 + target_.name.size());
  // Goes through the working directory, because a socket's name must be short.
  const fs::path before = fs::current_path();
  fs::current_path(target_.place);
  sockaddr_un named{AF_UNIX, "socket"};
  listeners_[3] = listen_at(AF_UNIX, &named, sizeof named);
  fs::current_path(before);
  must(listeners_[2] && listeners_[3], "listening");
}

std::string Victims::observe() {
  return observe_files() + observe_process() + observe_terminal() + observe_ipc() +
         observe_sockets();
}

std::string Victims::observe_files() const {
  std::set<fs::path> paths = {target_.place, target_.temporary};
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(target_.place))
    paths.insert(entry.path());
  std::string text;
  for (const fs::path& path : paths) text += line_of(path);
  return text;
}

std::string Victims::observe_process() const {
  // A signal shows up at once: it is pending until it has stopped or ended the process.
  const std::string stat = read_file(fmt::format("/proc/{}/stat", target_.process));
  const std::string status = read_file(fmt::format("/proc/{}/status", target_.process));
  const char state = stat.substr(stat.rfind(')') + 2, 1)[0];
  const bool is_alive = std::string_view("RSD").find(state) != std::string_view::npos;
  std::string text =
      fmt::format("process {} '{}'", is_alive ? "alive" : "ended or stopped", memory_);
  for (const char* name : {"SigPnd", "ShdPnd", "TracerPid", "Cpus_allowed_list"}) {
    const std::size_t place = status.find(name);
    if (place != std::string::npos)
      text += " " + status.substr(place, status.find('\n', place) - place);
  }
  int lingering = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator("/proc")) {
    std::error_code error;
    if (fs::read_symlink(entry.path() / "cwd", error) == target_.place) ++lingering;
  }
  return text + fmt::format(", {} in the directory\n", lingering);
}

std::string Victims::observe_terminal() const {
  int waiting = 0;
  ::ioctl(other_.master.get(), FIONREAD, &waiting);
  termios settings{};
  ::tcgetattr(other_.slave.get(), &settings);
  winsize size{};
  ::ioctl(other_.slave.get(), TIOCGWINSZ, &size);
  struct stat status {};
  ::stat(other_.name.c_str(), &status);
  return fmt::format("terminal {} {:o} {} {:o}\n", waiting, settings.c_lflag, size.ws_row,
                     status.st_mode);
}

std::string Victims::observe_ipc() const {
  shmid_ds segment{};
  msqid_ds messages{};
  const int found = ::shmctl(segment_, IPC_STAT, &segment);
  ::msgctl(messages_, IPC_STAT, &messages);
  const UniqueFd memory(::shm_open(target_.name.c_str(), O_RDONLY, 0));
  return fmt::format("ipc {} {} {} {}\n", found, ::semctl(semaphore_, 0, GETVAL), messages.msg_qnum,
                     static_cast<bool>(memory));
}

std::string Victims::observe_sockets() const {
  std::string text =
      fmt::format("sockets {} {}", is_waiting(datagrams_.get()), is_waiting(pipe_.get()));
  for (const UniqueFd& listener : listeners_) text += is_waiting(listener.get()) ? " +" : " -";
  return text + "\n";
}

}  // namespace isorun
