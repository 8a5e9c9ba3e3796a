#include "audit/caller.hpp"

#include <string>

#include <gtest/gtest.h>

namespace isorun {
namespace {

Decoded call(Deed deed, const std::string& thing = "/d/f", Act act = Act::looked) {
  return {.touches = {{.thing = thing, .act = act}}, .deed = deed};
}

// As the tracer has it.
std::string lines_of(std::initializer_list<Decoded> calls) {
  Caller caller;
  std::string text;
  for (const Decoded& made : calls) {
    if (std::optional<NamedLine> named = line_named_by(made, "/own/line/"))
      caller.name(std::move(*named));
    else
      text += '[' + caller.take_line(made) + ']';
  }
  return text;
}

Decoded names(const std::string& what) {
  return call(Deed::look, "/own/line/" + what);
}

TEST(Caller, ALineIsForTheNextCallAlone) {
  EXPECT_EQ(
      lines_of({call(Deed::open), names("open/t/a.py:3"), call(Deed::open), call(Deed::open)}),
      "[][t/a.py:3][]");
  EXPECT_EQ(lines_of({names("open/a.py:3"), names("remove/a.py:4"), call(Deed::remove)}),
            "[a.py:4]");
}

TEST(Caller, ALineIsForNoOtherCall) {
  EXPECT_EQ(lines_of({names("open/a.py:3"), call(Deed::look), call(Deed::open)}), "[][]");
  EXPECT_EQ(lines_of({names("remove/a.py:3"), call(Deed::remove_directory)}), "[]");
  EXPECT_EQ(lines_of({names("lock/a.py:3"), Decoded{}, call(Deed::lock)}), "[][]");
}

TEST(Caller, ADirectoryIsOpenedAndThenListed) {
  const Decoded opens = call(Deed::open, "/d", Act::read);
  const Decoded lists = call(Deed::list, "/d", Act::listed);
  EXPECT_EQ(lines_of({names("list/a.py:3"), opens, lists, lists}), "[a.py:3][a.py:3][]");
  EXPECT_EQ(lines_of({names("list/a.py:3"), lists}), "[a.py:3]");
  // A directory that was opened before.
  EXPECT_EQ(lines_of({names("list/a.py:3"), opens, call(Deed::list, "/e", Act::listed), lists}),
            "[a.py:3][][]");
  EXPECT_EQ(lines_of({names("list/a.py:3"), opens, opens, lists}), "[a.py:3][][]");
}

TEST(Caller, OnlyALookThereNamesALine) {
  EXPECT_FALSE(line_named_by(call(Deed::open, "/own/line/open/a.py:3"), "/own/line/"));
  EXPECT_FALSE(line_named_by(call(Deed::look, "/own/lines/open/a.py:3"), "/own/line/"));
  EXPECT_FALSE(line_named_by(names("open"), "/own/line/"));
  EXPECT_FALSE(line_named_by(names("dance/a.py:3"), "/own/line/"));
  EXPECT_FALSE(line_named_by(Decoded{.deed = Deed::look}, "/own/line/"));
}

}  // namespace
}  // namespace isorun
