// Key presses while a suite runs.
#pragma once

#include <optional>
#include <termios.h>

namespace isorun {

enum class Key { snapshot };  // t or Enter

// Reads single keys without echo while it lives; Ctrl-C and Ctrl-Z still send signals.
class Keyboard {
 public:
  // `fd` is borrowed. Reads only from a terminal, and only in its foreground process group, because
  // a background process would be stopped. Not for suites that read `fd` themselves.
  explicit Keyboard(int fd);
  Keyboard(const Keyboard&) = delete;
  Keyboard& operator=(const Keyboard&) = delete;
  // Restores the terminal.
  ~Keyboard();

  // The descriptor to poll; -1 while no keys are read.
  [[nodiscard]] int fd() const { return is_taking_ ? fd_ : -1; }

  // Skips unassigned keys. Does not block.
  std::optional<Key> next();

  // Call before stopping (SIGTSTP) and after continuing (SIGCONT), even in the background.
  void suspend();
  void resume();

 private:
  [[nodiscard]] bool is_in_foreground() const;
  [[nodiscard]] bool has_input();

  int fd_;
  bool is_taking_ = false;
  std::optional<termios> before_;  // the settings to restore
};

}  // namespace isorun
