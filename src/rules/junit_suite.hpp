// One test suite of a JUnit file, summed over the shards.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <pugixml.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "files/output.hpp"
#include "files/temporary_file.hpp"
#include "values/decimal.hpp"

namespace isorun {

struct JunitCounts {
  std::uint64_t tests = 0;
  std::array<std::uint64_t, 3> verdicts = {};  // failure, error, skipped
  std::uint64_t disabled = 0;
  Decimal time;

  JunitCounts& operator+=(const JunitCounts& more);
  // Written as attributes of `node`.
  void write(pugi::xml_node node) const;
};

// Keeps the text of its cases on disk and their offsets in memory.
class JunitSuite {
 public:
  // Which of several cases with one name count.
  enum class Cases { all, last };  // last: those of the last shard that has any

  explicit JunitSuite(Cases cases) : cases_(cases) {}

  // A position: the shard, and the number of its suites before this one.
  using Place = std::pair<std::size_t, std::size_t>;

  // Adds a <testsuite> or another element that contains cases. Errors: Phase::collect.
  Result<void> add(pugi::xml_node node, Place& place, TemporaryFile& texts);

  // Call after the last file: drops the cases that do not count.
  void settle();

  [[nodiscard]] JunitCounts counts() const;

  // Errors: Phase::collect.
  Result<void> write(Output& out, const char* element, unsigned depth,
                     const TemporaryFile& texts) const;

 private:
  struct Text {
    std::uint64_t begin = 0;
    std::size_t size = 0;
  };
  struct Idle {
    std::size_t shard = 0;
    Text text;
  };
  struct Waiting {
    std::string name;
    std::size_t shard = 0;
    Text text;
    JunitCounts counts;
  };
  struct Shard {
    std::vector<Text> cases;
    std::vector<Text> others;  // such as <system-out>
    JunitCounts counts;
  };

  Result<void> add_case(pugi::xml_node node, std::size_t shard, TemporaryFile& texts);
  [[nodiscard]] std::string opening(const char* element, unsigned depth) const;

  void count(std::size_t shard, const Text& text, const JunitCounts& counts);

  Cases cases_;
  std::vector<Waiting> waiting_;  // used with Cases::last
  Place first_ = {SIZE_MAX, 0};
  std::vector<std::pair<std::string, std::string>> attributes_;  // of the first position
  std::map<std::size_t, std::set<std::string>> properties_;      // by shard
  std::map<std::size_t, Shard> shards_;
  std::map<std::string, Idle> idle_;  // cases that did not run, by name
  std::map<std::string, JunitSuite> suites_;
};

}  // namespace isorun
