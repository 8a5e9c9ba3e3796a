// Mounts over all of a shard's directories: /proc, and what else the kernel provides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <isorun/layout.hpp>

#include "host/facts.hpp"
#include "sandbox/directories.hpp"
#include "sandbox/plan.hpp"

namespace isorun {

class SystemMounts {
 public:
  // All must outlive this object. The steps that take the mounts, namespaces and losses go to
  // `plan`.
  SystemMounts(const Layout& layout, const Facts& facts, const std::vector<Directory>& directories,
               Plan& plan)
      : layout_(layout), facts_(facts), directories_(directories), plan_(plan) {}

  // Mounts the workshop's hosts file over the host's file of that path.
  void add_hosts_file(const std::string& path);

  // The steps that attach them, once all directories are in place.
  [[nodiscard]] std::vector<Step> take();

 private:
  void plan_proc();
  void plan_network();
  void mount_late(Step maker, const std::string& target);
  void mask(const char* path);
  [[nodiscard]] bool has(std::string_view point, std::string_view type) const;
  [[nodiscard]] bool is_shared(std::string_view path) const;

  const Layout& layout_;
  const Facts& facts_;
  const std::vector<Directory>& directories_;
  Plan& plan_;
  std::vector<Step> late_;
};

}  // namespace isorun
