// Many paths in little memory: each directory's name is kept once, about 40 bytes a path.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace isorun {

class PathTable {
 public:
  using Id = std::uint32_t;  // 0 is the root directory; then one after the other

  explicit PathTable(std::size_t most = std::size_t{4} << 20) : most_(most) {}

  // The path's number, the same for the same path; none where the table is full and the path is
  // new. `path` is absolute and clean.
  std::optional<Id> add(std::string_view path);

  [[nodiscard]] std::string path(Id id) const;
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }

 private:
  struct Node {
    Id parent = 0;
    std::uint32_t name = 0;    // where it begins in names_
    std::uint32_t length = 0;  // of the name
  };

  std::optional<Id> add(Id parent, std::string_view name);
  [[nodiscard]] std::size_t slot_of(Id parent, std::string_view name) const;
  [[nodiscard]] std::string_view name_of(const Node& node) const;
  void grow();

  std::size_t most_;
  std::string names_;
  std::vector<Node> nodes_ = {Node{}};
  std::vector<Id> slots_ = std::vector<Id>(1024, 0);  // by hash, open; 0: free
  std::string directory_;                             // of the last path, which the next one shares
  Id directory_id_ = 0;
};

}  // namespace isorun
