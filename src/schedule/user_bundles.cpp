#include "schedule/user_bundles.hpp"

namespace isorun {
namespace {

// Sets of names that mean the same bundle.
class Names {
 public:
  const std::string& first(const std::string& name) {
    std::string& next = next_.try_emplace(name, name).first->second;
    return next == name ? next : first(next);
  }
  void join(const std::string& a, const std::string& b) {
    const std::string from = first(b);
    next_[from] = first(a);
  }

 private:
  std::map<std::string, std::string> next_;
};

}  // namespace

void join_bundles(std::span<Task> tasks, const UserBundles& wanted) {
  if (wanted.empty()) return;
  Names names;
  for (Task& task : tasks) {
    const auto found = wanted.find(task.unit);
    if (found == wanted.end()) continue;
    if (task.needs.bundle.empty()) task.needs.bundle = found->second;
    names.join(found->second, task.needs.bundle);
  }
  for (Task& task : tasks)
    if (!task.needs.bundle.empty()) task.needs.bundle = names.first(task.needs.bundle);
}

}  // namespace isorun
