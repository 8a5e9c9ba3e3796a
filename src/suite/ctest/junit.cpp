#include "suite/ctest/junit.hpp"

#include <algorithm>
#include <pugixml.hpp>

#include "base/duration.hpp"
#include "base/text.hpp"

namespace isorun::ctest {

std::optional<std::vector<JunitTest>> read_junit(std::string_view text) {
  pugi::xml_document document;
  // Keep attributes verbatim: messages with regular expressions contain line ends.
  constexpr unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol;
  if (!document.load_buffer(text.data(), text.size(), options)) return std::nullopt;
  const pugi::xml_node suite = document.child("testsuite");
  if (!suite) return std::nullopt;
  std::vector<JunitTest> tests;
  for (const pugi::xml_node node : suite.children("testcase")) {
    JunitTest test;
    test.name = node.attribute("name").value();
    test.duration = duration_told(node.attribute("time").as_double());
    for (const char* kind : {"failure", "skipped"}) {
      if (const pugi::xml_node child = node.child(kind))
        test.message = trim(child.attribute("message").value());
    }
    std::ranges::replace(test.message, '\n', ' ');
    tests.push_back(std::move(test));
  }
  return tests;
}

}  // namespace isorun::ctest
