#include "report/color.hpp"

#include <gtest/gtest.h>

namespace isorun {
namespace {

TEST(Color, FollowsTheTerminal) {
  EXPECT_EQ(choose_color({}), Color::never);
  EXPECT_EQ(choose_color({.is_terminal = true}), Color::always);
  EXPECT_EQ(choose_color({.term = "dumb", .is_terminal = true}), Color::never);
  EXPECT_EQ(choose_color({.term = "xterm", .is_terminal = true}), Color::always);
}

TEST(Color, NoColorWins) {
  EXPECT_EQ(choose_color({.no_color = "1", .clicolor_force = "1", .is_terminal = true}),
            Color::never);
  EXPECT_EQ(choose_color({.no_color = "0", .is_terminal = true}), Color::never);
  EXPECT_EQ(choose_color({.no_color = "", .is_terminal = true}), Color::always);
}

TEST(Color, ForceBeatsTheRest) {
  EXPECT_EQ(choose_color({.clicolor_force = "1", .clicolor = "0", .term = "dumb"}), Color::always);
  EXPECT_EQ(choose_color({.force_color = "1", .term = "dumb"}), Color::always);
  EXPECT_EQ(choose_color({.no_color = "1", .force_color = "1", .is_terminal = true}), Color::never);
  EXPECT_EQ(choose_color({.force_color = "0"}), Color::never);
  EXPECT_EQ(choose_color({.clicolor_force = "0"}), Color::never);
  EXPECT_EQ(choose_color({.clicolor_force = ""}), Color::never);
}

TEST(Color, ClicolorOnlyTakesAway) {
  EXPECT_EQ(choose_color({.clicolor = "0", .is_terminal = true}), Color::never);
  EXPECT_EQ(choose_color({.clicolor = "1"}), Color::never);
  EXPECT_EQ(choose_color({.clicolor = "1", .is_terminal = true}), Color::always);
}

TEST(Color, StylesAreToldFromOtherSequences) {
  EXPECT_EQ(style_length("\033[1;31mred"), 7U);
  EXPECT_EQ(style_length("\033[mplain"), 3U);
  EXPECT_EQ(style_length("\033[38:5:1m"), 9U);
  for (const char* text : {"", "red", "\033", "\033[", "\033[1;31", "\033[2J", "\033]0;m"})
    EXPECT_EQ(style_length(text), 0U) << text;
  EXPECT_EQ(without_styles("\033[1;31mred\033[0m and \033[2J"), "red and \033[2J");
  EXPECT_EQ(without_styles("\033\033[0m\033"), "\033\033");
}

TEST(Color, StyledTextEndsItsStyle) {
  EXPECT_EQ(styled("x", Style::bad, Color::never), "x");
  EXPECT_EQ(styled("x", Style::bad, Color::always), "\033[1;31mx\033[0m");
}

TEST(Color, TheOptionBeatsTheVariables) {
  EXPECT_EQ(choose_color({.choice = ColorChoice::always, .no_color = "1", .term = "dumb"}),
            Color::always);
  EXPECT_EQ(choose_color({.choice = ColorChoice::never, .force_color = "1", .is_terminal = true}),
            Color::never);
}

}  // namespace
}  // namespace isorun
