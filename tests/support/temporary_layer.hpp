// A layer in a plain temporary directory, for tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <isorun/layer.hpp>

namespace isorun {

class TemporaryLayer {
 public:
  TemporaryLayer();
  ~TemporaryLayer();
  TemporaryLayer(const TemporaryLayer&) = delete;
  TemporaryLayer& operator=(const TemporaryLayer&) = delete;

  // Adds an empty part and answers the directory that holds it. Parts must be added in order.
  std::string add_part(const std::string& path, LayerPart::Kind kind = LayerPart::Kind::whole);

  // Sorted by path.
  void set_stand_ins(std::vector<StandIn> stand_ins);

  [[nodiscard]] const Layer& layer() const { return layer_; }
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  std::string path_;
  Layer layer_;
};

// Writes a file, and the directories above it. `path` may hold any bytes.
void write_file_at(const std::string& path, std::string_view content);
std::string read_file_at(const std::string& path);

// A chain of `depth` directories called `name` below `directory`; answers the last one's
// descriptor.
UniqueFd make_deep(const std::string& directory, const std::string& name, int depth);

}  // namespace isorun
