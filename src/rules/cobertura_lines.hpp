// The lines of a class or method in a Cobertura report.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <pugixml.hpp>
#include <set>
#include <string>

#include <isorun/error.hpp>

namespace isorun {

struct CoberturaCounts {
  std::uint64_t lines = 0;
  std::uint64_t lines_covered = 0;
  std::uint64_t branches = 0;
  std::uint64_t branches_covered = 0;

  [[nodiscard]] std::string line_rate() const;
  [[nodiscard]] std::string branch_rate() const;
  CoberturaCounts& operator+=(const CoberturaCounts& more);
};

class CoberturaLines {
 public:
  // Adds a <lines> element. Errors: Phase::collect.
  Result<void> add(pugi::xml_node list);
  void write(pugi::xml_node list) const;
  [[nodiscard]] CoberturaCounts counts() const;

 private:
  struct Branches {
    std::uint64_t covered = 0;
    std::uint64_t total = 0;
    // branches; nullopt if the report does not name them
    std::optional<std::set<std::string>> missing;
    void add(const Branches& more);
  };
  struct Line {
    std::uint64_t hits = 0;
    std::optional<Branches> branches;
  };

  static Result<Branches> branches_of(pugi::xml_node line);

  std::map<std::uint64_t, Line> lines_;
};

}  // namespace isorun
