#include "temporary_layer.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <unistd.h>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

namespace isorun {

TemporaryLayer::TemporaryLayer() {
  std::string name = std::filesystem::temp_directory_path() / "isorun-layer-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) ADD_FAILURE() << "mkdtemp " << name;
  path_ = name;
  layer_.root.reset(::open(name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

TemporaryLayer::~TemporaryLayer() {
  // rm(1) copes with any depth; std::filesystem::remove_all runs out of descriptors.
  EXPECT_EQ(std::system(fmt::format("chmod -R u+rwX -- '{0}' && rm -rf -- '{0}'", path_).c_str()),
            0);
}

void TemporaryLayer::set_stand_ins(std::vector<StandIn> stand_ins) {
  layer_.stand_ins = std::make_shared<const std::vector<StandIn>>(std::move(stand_ins));
}

std::string TemporaryLayer::add_part(const std::string& path, LayerPart::Kind kind) {
  const std::string directory = fmt::format("part-{}", layer_.parts.size());
  layer_.parts.push_back({path, directory, kind});
  std::filesystem::create_directory(path_ + '/' + directory);
  return path_ + '/' + directory;
}

void write_file_at(const std::string& path, std::string_view content) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream out(path, std::ios::binary);
  out << content;
  EXPECT_TRUE(out.flush()) << path;
}

std::string read_file_at(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

UniqueFd make_deep(const std::string& directory, const std::string& name, int depth) {
  UniqueFd present(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (int i = 0; i < depth; ++i) {
    EXPECT_EQ(::mkdirat(present.get(), name.c_str(), 0755), 0);
    present.reset(::openat(present.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  return present;
}

}  // namespace isorun
