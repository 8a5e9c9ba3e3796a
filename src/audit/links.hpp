// Gives each file one name: paths without symbolic links on the way.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "audit/journal.hpp"

namespace isorun {

class Links {
 public:
  // Renames the paths in the journal. The last component stays, even if it is a link. What it knows
  // of the host's links is kept for the next journal.
  void resolve(Journal& journal);

 private:
  using Targets = std::map<std::string, std::optional<std::string>>;  // nullopt: it is no link

  std::string directory_without_links(const std::string& path, const Journal& journal);
  const std::optional<std::string>& target_on_host(const std::string& path);

  Targets host_;
};

}  // namespace isorun
