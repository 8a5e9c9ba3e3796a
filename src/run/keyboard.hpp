// Keys that are pressed while a suite runs.
#pragma once

#include <optional>
#include <termios.h>

namespace isorun {

enum class Key { snapshot };  // t or Enter

// Takes keys one by one and unseen, for as long as it lives; Ctrl-C and Ctrl-Z stay signals.
class Keyboard {
 public:
  // `fd` is borrowed. Only from a terminal, and only in its foreground process group: anybody else
  // would be stopped for it. Not for a suite that reads `fd` itself.
  explicit Keyboard(int fd);
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;
  // Leaves the terminal as it was.
  ~Keyboard();

  // To poll; -1 while no keys are taken.
  [[nodiscard]] int fd() const { return is_taking_ ? fd_ : -1; }

  // Keys without a meaning are skipped. Never waits.
  std::optional<Key> next();

  // Before stopping (SIGTSTP), and after (SIGCONT), be it in the background.
  void suspend();
  void resume();

 private:
  [[nodiscard]] bool is_in_foreground() const;
  [[nodiscard]] bool has_input();

  int fd_;
  bool is_taking_ = false;
  std::optional<termios> before_;  // while the terminal is not as it was
};

}  // namespace isorun
