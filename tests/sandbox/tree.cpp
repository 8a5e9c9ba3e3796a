#include "tree.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <stdexcept>

#include <fmt/format.h>
#include <sys/stat.h>

namespace isorun {
namespace {

namespace fs = std::filesystem;

std::string content_of(const fs::path& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string line_of(const fs::path& path) {
  struct stat status {};
  ::lstat(path.c_str(), &status);
  std::string content;
  if (S_ISREG(status.st_mode)) content = content_of(path);
  if (S_ISLNK(status.st_mode)) content = fs::read_symlink(path).string();
  return fmt::format("{} {:o} {}:{} {} {} {}.{} {}.{} {:x}\n", path.string(), status.st_mode,
                     status.st_uid, status.st_gid, status.st_nlink, status.st_ino,
                     status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec,
                     status.st_ctim.tv_nsec, std::hash<std::string>()(content));
}

}  // namespace

Tree::Tree() {
  std::string pattern = fs::current_path().string() + "/tree-XXXXXX";
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("mkdtemp " + pattern);
  path_ = pattern;
}

Tree::~Tree() {
  std::error_code error;
  fs::remove_all(path_, error);
}

void Tree::directory(const std::string& name) const {
  fs::create_directories(*this / name);
}

void Tree::write(const std::string& name, const std::string& content) const {
  fs::create_directories(fs::path(*this / name).parent_path());
  std::ofstream(*this / name) << content;
}

std::string Tree::read(const std::string& name) const {
  return content_of(*this / name);
}

bool Tree::exists(const std::string& name) const {
  return fs::symlink_status(*this / name).type() != fs::file_type::not_found;
}

std::string Tree::fingerprint() const {
  std::set<fs::path> paths = {path_};
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(path_))
    paths.insert(entry.path());
  std::string text;
  for (const fs::path& path : paths) text += line_of(path);
  return text;
}

}  // namespace isorun
