#include "sandbox/skeletons.hpp"

#include <filesystem>
#include <map>
#include <string>

#include <fmt/format.h>

#include "base/entries.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;

// Paths that cannot be examined count as missing.
bool is_present(const fs::path& path) {
  std::error_code error;
  return fs::exists(path, error);
}

bool has_directory(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

class Skeletons {
 public:
  Skeletons(const std::vector<Directory>& directories, StepList& steps)
      : directories_(directories), steps_(steps) {}

  void run() {
    std::map<std::string, std::vector<const Directory*>> missing;
    for (const Directory& directory : directories_) {
      const Directory* cover = find_cover(directories_, directory.path);
      if (directory.exists || cover != nullptr) continue;
      fs::path existing = fs::path(directory.path).parent_path();
      while (existing != "/" && !is_present(existing)) existing = existing.parent_path();
      missing[existing.string()].push_back(&directory);
    }
    const auto root = missing.find("/");
    if (root != missing.end()) {
      steps_.add({.verb = Verb::make_directory, .target = "root", .mode = 0755});
      steps_.add_mount(Verb::bind, "root", "root");
      add_skeleton("/", "host/", "root", root->second);
      missing.erase(root);
      steps_.add({.verb = Verb::enter_root, .source = "root"});
    } else {
      steps_.add({.verb = Verb::enter_root, .source = "host"});
    }
    for (const auto& [path, wanted] : missing) {
      const std::string skeleton = fmt::format("skeleton/{}", skeletons_++);
      steps_.add({.verb = Verb::make_directory, .target = skeleton, .mode = 0755});
      steps_.add_mount(Verb::bind, skeleton, skeleton);
      add_skeleton(path, path + "/", skeleton, wanted);
      steps_.add_mount(Verb::bind, skeleton, path);
    }
  }

 private:
  void add_skeleton(const std::string& directory, const std::string& prefix,
                    const std::string& skeleton, const std::vector<const Directory*>& wanted) {
    std::error_code error;
    for (const fs::path& item : entries_of(directory, error)) {
      const std::string name = item.filename().string();
      const std::string target = skeleton + "/" + name;
      if (const fs::path content = fs::read_symlink(item, error); !error) {
        steps_.add({.verb = Verb::make_symlink, .source = content.string(), .target = target});
        continue;
      }
      if (has_directory(item)) {
        steps_.add({.verb = Verb::make_directory, .target = target, .mode = 0755});
      } else {
        steps_.add({.verb = Verb::make_file, .target = target});
      }
      steps_.add_mount(Verb::bind, prefix + name, target);
    }
    for (const Directory* missing : wanted) {
      const std::string relative = fs::path(missing->path).lexically_relative(directory).string();
      const Verb verb = missing->is_file ? Verb::make_file : Verb::make_directory;
      steps_.add({.verb = verb,
                  .target = skeleton + "/" + relative,
                  .mode = missing->is_file ? 0U : 0755U});
    }
  }

  const std::vector<Directory>& directories_;
  StepList& steps_;
  int skeletons_ = 0;
};

}  // namespace

void add_skeletons(const std::vector<Directory>& directories, StepList& steps) {
  Skeletons(directories, steps).run();
}

}  // namespace isorun
