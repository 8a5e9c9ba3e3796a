// Ways to terminals: typing into the one that is standard input, and reaching another one of the
// user.
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>

#include <isorun/unique_fd.hpp>

#include "attack.hpp"

namespace isorun {
namespace {

constexpr const char* own_devpts = "devpts of its own";
constexpr unsigned long type_a_letter = 0x5412;  // TIOCSTI
constexpr unsigned long linux_console = 0x541c;  // TIOCLINUX

// Typing is allowed into the controlling terminal, which a session without one can take.
void take_terminal() {
  ::setsid();
  ::ioctl(STDIN_FILENO, TIOCSCTTY, 0);
}

Verdict if_typed(long result) {
  const bool is_switched_off = result != 0 && errno == EIO;  // dev.tty.legacy_tiocsti
  return is_switched_off ? Verdict::absent : if_done(result);
}

Verdict type_by(unsigned long number) {
  take_terminal();
  const char letter = 'x';
  return if_typed(::syscall(SYS_ioctl, STDIN_FILENO, number, &letter));
}
Verdict type(const Target&) {
  return type_by(type_a_letter);
}
Verdict type_with_a_high_bit(const Target&) {
  return type_by(type_a_letter | 1UL << 32);
}
Verdict type_with_all_high_bits(const Target&) {
  return type_by(type_a_letter | 0xffffffffUL << 32);
}

#ifdef __x86_64__
// The other ways into the kernel. The letter lies where 32 bits can name it.
Verdict type_by_32_bit_call(const Target&) {
  take_terminal();
  void* page = reinterpret_cast<void*>(0x10000000);  // NOLINT(performance-no-int-to-ptr)
  page = ::mmap(page, 4096, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
  if (page == MAP_FAILED) return Verdict::absent;
  *static_cast<char*>(page) = 'x';
  long result = 54;  // ioctl
  asm volatile("int $0x80"
               : "+a"(result)
               : "b"(STDIN_FILENO), "c"(type_a_letter), "d"(page)
               : "memory", "r8", "r9", "r10", "r11");
  errno = static_cast<int>(-result);
  return if_typed(result);
}
Verdict type_by_x32_call(const Target&) {
  take_terminal();
  constexpr long x32 = 0x40000000 + 514;  // ioctl
  const char letter = 'x';
  return if_typed(::syscall(x32, STDIN_FILENO, type_a_letter, &letter));
}
#endif

// A pseudo-terminal is no console (ENOTTY or EINVAL), but the request arrives.
Verdict command_the_console(const Target&) {
  char subcode = 6;  // asks for the state of the shift keys
  return if_permitted(::syscall(SYS_ioctl, STDIN_FILENO, linux_console, &subcode));
}
Verdict command_the_console_with_a_high_bit(const Target&) {
  char subcode = 6;
  return if_permitted(::syscall(SYS_ioctl, STDIN_FILENO, linux_console | 1UL << 32, &subcode));
}

Verdict write_to_another(const Target& target) {
  return write_to(target.terminal) ? Verdict::reached : Verdict::refused;
}
Verdict read_from_another(const Target& target) {
  return if_opened(target.terminal, O_RDONLY);
}
Verdict change_another(const Target& target) {
  const UniqueFd terminal(::open(target.terminal.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  termios settings{};
  if (::tcgetattr(terminal.get(), &settings) != 0) return Verdict::refused;
  settings.c_lflag ^= ECHO;
  return if_done(::tcsetattr(terminal.get(), TCSANOW, &settings));
}
Verdict resize_another(const Target& target) {
  const UniqueFd terminal(::open(target.terminal.c_str(), O_RDWR | O_NOCTTY | O_CLOEXEC));
  const winsize size{7, 7, 0, 0};
  return if_done(::ioctl(terminal.get(), TIOCSWINSZ, &size));
}
Verdict change_the_mode_of_another(const Target& target) {
  return if_done(::chmod(target.terminal.c_str(), 0666));
}
Verdict take_another(const Target& target) {
  ::setsid();
  const UniqueFd terminal(::open(target.terminal.c_str(), O_RDWR | O_CLOEXEC));
  const UniqueFd own(::open("/dev/tty", O_RDWR | O_CLOEXEC));
  return own ? Verdict::reached : Verdict::refused;
}
Verdict hang_up(const Target&) {
  ::setsid();
  return if_done(::vhangup());
}

constexpr Attack attacks[] = {
    {"type", "filter", Twin::host, type},
    {"type_with_a_high_bit", "filter", Twin::host, type_with_a_high_bit},
    {"type_with_all_high_bits", "filter", Twin::host, type_with_all_high_bits},
#ifdef __x86_64__
    {"type_by_32_bit_call", "filter", Twin::host, type_by_32_bit_call},
    {"type_by_x32_call", "filter", Twin::host, type_by_x32_call},
#endif
    {"command_the_console", "filter", Twin::host, command_the_console},
    {"command_the_console_with_a_high_bit", "filter", Twin::host,
     command_the_console_with_a_high_bit},
    {"write_to_another_terminal", own_devpts, Twin::host, write_to_another},
    {"read_from_another_terminal", own_devpts, Twin::host, read_from_another},
    {"change_another_terminal", own_devpts, Twin::host, change_another},
    {"resize_another_terminal", own_devpts, Twin::host, resize_another},
    {"open_another_terminal_to_all", own_devpts, Twin::host, change_the_mode_of_another},
    {"take_another_terminal", own_devpts, Twin::host, take_another},
    {"hang_up_the_terminal", "capabilities", Twin::root, hang_up},
};

}  // namespace

std::span<const Attack> terminal_attacks() {
  return attacks;
}

}  // namespace isorun
