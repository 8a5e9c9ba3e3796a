// A directory of a test's own on the host, outside of what sandboxes make private.
#pragma once

#include <string>

namespace isorun {

class Tree {
 public:
  Tree();
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree();

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string operator/(const std::string& name) const { return path_ + "/" + name; }

  // Names are relative to the tree; directories above are made.
  void directory(const std::string& name) const;
  void write(const std::string& name, const std::string& content) const;
  [[nodiscard]] std::string read(const std::string& name) const;  // "" if there is none
  [[nodiscard]] bool exists(const std::string& name) const;

  // All that a change of the tree would change, access times excepted: a line for each entry.
  [[nodiscard]] std::string fingerprint() const;

 private:
  std::string path_;
};

}  // namespace isorun
