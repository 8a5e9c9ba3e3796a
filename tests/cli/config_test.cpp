#include "cli/config.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdlib.h>

#include <CLI/CLI.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "cli/words.hpp"

namespace isorun {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

// Options of each sort that a config file may set.
struct Options {
  CLI::App app;

  explicit Options(bool has_jobs = true) {
    app.set_help_flag("-h,--help");
    app.set_version_flag("--version", "1");
    app.option_defaults()->take_last();
    app.add_option("--config");
    if (has_jobs) app.add_option("-j,--jobs")->type_name("N");
    app.add_option("--out")->type_name("DIR");
    app.add_option("--bind")->type_name("SRC:DST")->trigger_on_parse();
    app.add_option("--collect")->take_all();
    app.add_option("--shuffle")->expected(0, 1)->type_name("[=SEED]");
    app.add_flag("--keep");
  }
};

Result<Config> parse(std::string_view text, const std::string& directory = "") {
  const Options options;
  return parse_config(text, {.name = "isorun.toml", .directory = directory}, options.app,
                      options.app);
}

std::vector<std::string> texts(const Config& config) {
  std::vector<std::string> result;
  for (const ConfigWord& word : config.words) result.push_back(word.text);
  return result;
}

std::vector<std::string> words(std::string_view text, const std::string& directory = "") {
  const Result<Config> config = parse(text, directory);
  return config ? texts(*config) : std::vector{config.error().what};
}

std::string complaint(std::string_view text) {
  const Result<Config> config = parse(text);
  if (config) return "good";
  EXPECT_EQ(config.error().phase, Phase::usage);
  return config.error().what;
}

TEST(Config, KeysAreOptions) {
  EXPECT_THAT(words("jobs = 4\nout = \"x y\"\n"), ElementsAre("--jobs=4", "--out=x y"));
  EXPECT_THAT(words("out = 'b'\njobs = 1.5"), ElementsAre("--out=b", "--jobs=1.5"));
  EXPECT_THAT(words(""), IsEmpty());
}

TEST(Config, ListsRepeatAnOption) {
  EXPECT_THAT(words("collect = ['a=cost', 'b=cost']\nbind = 'x:y'"),
              ElementsAre("--collect=a=cost", "--collect=b=cost", "--bind=x:y"));
  EXPECT_THAT(words("collect = []"), IsEmpty());
  EXPECT_THAT(complaint("jobs = [1, 2]"), HasSubstr("isorun.toml:1:8: jobs takes one value"));
}

TEST(Config, FlagsAreTrueOrFalse) {
  EXPECT_THAT(words("keep = true\nshuffle = true"), ElementsAre("--keep", "--shuffle"));
  EXPECT_THAT(words("keep = false\nshuffle = 7"), ElementsAre("--shuffle=7"));
  EXPECT_THAT(complaint("keep = 'yes'"), HasSubstr("keep must be true or false"));
  EXPECT_THAT(complaint("jobs = true"), HasSubstr("jobs must be a string or a number"));
}

TEST(Config, ANumberIsNoName) {
  EXPECT_EQ(complaint("\nbind = ['a:b', 1]"), "isorun.toml:2:16: bind must be a string");
  EXPECT_EQ(complaint("out = 1.5"), "isorun.toml:1:7: out must be a string");
  EXPECT_EQ(complaint("out = true"), "isorun.toml:1:7: out must be a string");
}

TEST(Config, PathsAreRelativeToTheFile) {
  EXPECT_THAT(words("out = 'x'\nbind = 'a:b'\ncollect = 'a=cost'", "/p"),
              ElementsAre("--out=/p/x", "--bind=/p/a:b", "--collect=a=cost"));
  EXPECT_THAT(words("out = '/x'\nbind = '~/a:b'", "/p"), ElementsAre("--out=/x", "--bind=~/a:b"));
}

TEST(Config, SaysWhereItIsWrong) {
  EXPECT_EQ(complaint("jobs = 1\n  jbos = 4\nx = 1"),
            "isorun.toml:2:3: unknown key jbos; did you mean jobs?");
  EXPECT_THAT(complaint("\njobs = "), HasSubstr("isorun.toml:2:"));
  EXPECT_THAT(complaint("jobs = 1\njobs = 2"), HasSubstr("isorun.toml:2:"));
  EXPECT_THAT(complaint("[jobs]\na = 1"), HasSubstr("isorun.toml:1:1: jobs must be"));
  std::string endless = "a";
  for (int i = 0; i < 100'000; ++i) endless += ".a";
  EXPECT_THAT(complaint("jobs = 1\n" + endless + " = 1"), HasSubstr("isorun.toml:2:1: more than"));
  EXPECT_THAT(complaint("jobs = {a = [[[1]]]}"), HasSubstr("jobs must be"));
  EXPECT_THAT(complaint("config = 'x'"), HasSubstr("unknown key config"));
  EXPECT_THAT(complaint("help = true"), HasSubstr("unknown key help"));
  EXPECT_THAT(complaint("version = true"), HasSubstr("unknown key version"));
  EXPECT_THAT(complaint("\"a\\nb\" = 1"), HasSubstr("unknown key a\\nb"));
}

TEST(Config, OtherSubcommandsOptionsAreForThem) {
  const Options all;
  const Options few(false);
  const Result<Config> config = parse_config("jobs = 4\nkeep = true", {}, all.app, few.app);
  ASSERT_TRUE(config.has_value());
  EXPECT_THAT(texts(*config), ElementsAre("--keep"));
  EXPECT_FALSE(parse_config("jobs = [4]", {}, all.app, few.app).has_value());
}

TEST(Config, OverridesAreRulesOfUnits) {
  const Result<Config> config = parse(
      "[[overrides]]\nfilter = 'suite(Database)'\nlock = 'db'\ntimeout = '5s'\nretries = 0\n"
      "[[overrides]]\nfilter = 'slow'\nlock = ['a', 'b']\nserial = true\nslots = 2\ntimeout = "
      "90\n");
  ASSERT_TRUE(config.has_value()) << config.error().what;
  ASSERT_THAT(config->rules, SizeIs(2));
  EXPECT_THAT(config->words, IsEmpty());
  const UnitRule& first = config->rules[0];
  const UnitRule& second = config->rules[1];
  EXPECT_TRUE(first.filter.selects({.name = "x", .suite = "Database"}));
  EXPECT_FALSE(first.filter.selects({.name = "slow"}));
  EXPECT_THAT(first.settings.locks, ElementsAre("db"));
  EXPECT_EQ(first.settings.timeout, 5s);
  EXPECT_EQ(first.settings.retries, 0U);
  EXPECT_FALSE(first.settings.serial || first.settings.slots);
  EXPECT_THAT(second.settings.locks, ElementsAre("a", "b"));
  EXPECT_TRUE(second.settings.serial);
  EXPECT_EQ(second.settings.slots, 2U);
  EXPECT_EQ(second.settings.timeout, 90s);
}

TEST(Config, CollectMayBeTables) {
  const Result<Config> config = parse(R"([[collect]]
pattern = "/tmp/a=b*.json"
rule = "cost"
required = true
[[collect]]
pattern = "logs/**"
rule = "exec"
command = "cat"
target = "collected/all")");
  ASSERT_TRUE(config) << config.error().what;
  EXPECT_THAT(config->words, IsEmpty());
  EXPECT_THAT(
      config->collect,
      ElementsAre(
          CollectRequest{
              .pattern = "/tmp/a=b*.json", .rule = "cost", .target = "", .required = true},
          CollectRequest{
              .pattern = "logs/**", .rule = "exec", .target = "collected/all", .command = "cat"}));
}

TEST(Config, CollectIsChecked) {
  EXPECT_THAT(complaint("[[collect]]\npattern = 'a'\nrole = 'cost'"),
              HasSubstr("isorun.toml:3:1: unknown key role; did you mean rule?"));
  EXPECT_THAT(complaint("[[collect]]\npattern = 'a'\nrule = 'costs'"),
              HasSubstr("isorun.toml:1:1: there is no rule \"costs\"; the rules are cost,"));
  EXPECT_THAT(complaint("[[collect]]\nrule = 'cost'"), HasSubstr("needs a pattern"));
  EXPECT_THAT(complaint("[[collect]]\npattern = 'a'\nrule = 'cost'\ncommand = 'x'"),
              HasSubstr("cost takes no command"));
  EXPECT_THAT(complaint("[[collect]]\npattern = 'a'\nrule = 'exec'"),
              HasSubstr("exec needs a command"));
  EXPECT_THAT(complaint("[[collect]]\npattern = 'a'\nrule = 'cost'\ntarget = '../x'"),
              HasSubstr("not a file below the results directory"));
  EXPECT_THAT(complaint("[[collect]]\npattern = 'a'\nrule = 'cost'\nrequired = 'yes'"),
              HasSubstr("isorun.toml:4:12: required must be true or false"));
  EXPECT_THAT(complaint("[[collect]]\npattern = 1"), HasSubstr("pattern must be a string"));
  EXPECT_THAT(complaint("[[export]]\nrule = 'concat'"), HasSubstr("needs a pattern"));
  EXPECT_THAT(complaint("[[export]]\npattern = 'a'\ntarget = 'b'"), HasSubstr("target"));
  EXPECT_THAT(complaint("[[export]]\npattern = 'a'\nrule = 'coverage.py'"),
              HasSubstr("cannot be exported"));
  EXPECT_THAT(complaint("[[export]]\npattern = 'a'\ncommand = 'x'"),
              HasSubstr("needs a rule that takes one"));
  EXPECT_THAT(complaint("[collect]\npattern = 'a'"), HasSubstr("write [[collect]]"));
}

TEST(Config, OverridesAreChecked) {
  const auto in_override = [](std::string_view text) {
    return complaint("[[overrides]]\nfilter = 'a'\n" + std::string(text));
  };
  EXPECT_THAT(in_override("slot = 1"),
              HasSubstr("isorun.toml:3:1: unknown key slot; did you mean slots?"));
  EXPECT_THAT(in_override("slots = 0"), HasSubstr("3:9: slots must be a number of 1 or more"));
  EXPECT_THAT(in_override("slots = 99999999999"), HasSubstr("slots must be"));
  EXPECT_THAT(in_override("retries = -1"), HasSubstr("retries must be a number of 0 or more"));
  EXPECT_THAT(in_override("timeout = '5y'"), HasSubstr("timeout must be a time"));
  EXPECT_THAT(in_override("serial = 1"), HasSubstr("serial must be true or false"));
  EXPECT_THAT(in_override("lock = ['a', 1]"), HasSubstr("lock must be a name"));
  EXPECT_THAT(complaint("[[overrides]]\nlock = 'a'"), HasSubstr("needs a filter"));
  EXPECT_THAT(complaint("overrides = 3"), HasSubstr("1:13: write [[overrides]]"));
  EXPECT_THAT(complaint("overrides = []"), "good");
  EXPECT_THAT(complaint("[[overrides]]\nfilter = 'a and'"),
              HasSubstr("isorun.toml:2:10: filter: at byte 6: expected a name"));
}

// A working directory two levels below a directory that may have a file.
class ConfigFile : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = fs::temp_directory_path() / "isorun-config-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    top_ = fs::canonical(pattern);
    fs::create_directories(top_ / "a/b");
    fs::current_path(top_ / "a/b");
  }
  void TearDown() override {
    fs::current_path(before_);
    fs::remove_all(top_);
  }

  static void write(const fs::path& path, std::string_view text) { std::ofstream(path) << text; }
  static unsigned jobs(std::vector<std::string> words) {
    words.insert(words.end(), {"--", "true"});
    const Result<Request> request = parse_words(std::move(words));
    EXPECT_TRUE(request.has_value()) << (request ? "" : request.error().what);
    return request ? request->options.jobs : 0;
  }

  fs::path before_ = fs::current_path();
  fs::path top_;
};

TEST_F(ConfigFile, TheNearestOneUpwardIsRead) {
  write(top_ / "isorun.toml", "jobs = 71\nout = 'results'\n");
  EXPECT_EQ(jobs({}), 71U);
  EXPECT_EQ(parse_words({"--", "true"})->options.out, top_ / "results");
  write(top_ / "a/isorun.toml", "jobs = 72\n");
  EXPECT_EQ(jobs({"run"}), 72U);
  write("isorun.toml", "jobs = 73\nout = 'results'\n");
  EXPECT_EQ(jobs({"list"}), 73U);
  EXPECT_EQ(parse_words({"--", "true"})->options.out, "results");
}

TEST_F(ConfigFile, TheCommandLineWinsAndAdds) {
  write("isorun.toml", "jobs = 73\nhide = ['x', 'y']\n");
  EXPECT_EQ(jobs({"-j5"}), 5U);
  const Result<Request> request = parse_words({"--hide", "z", "--", "true"});
  std::vector<std::string> hidden;
  for (const auto& directory : request->options.layout.directories)
    hidden.push_back(directory.path);
  EXPECT_THAT(hidden, ElementsAre("x", "y", "z"));
}

TEST_F(ConfigFile, ANamedOneIsReadInsteadAndNoneIsNone) {
  write("isorun.toml", "jobs = 73\n");
  write("other.toml", "jobs = 74\n[[overrides]]\nfilter = 'a'\nserial = true\n");
  EXPECT_EQ(jobs({"--config", "other.toml"}), 74U);
  EXPECT_EQ(jobs({"--net=host", "-j", "5", "--config=other.toml"}), 5U);
  EXPECT_THAT(parse_words({"--config=other.toml", "--", "true"})->options.rules, SizeIs(1));
  EXPECT_NE(jobs({"--config", "none"}), 73U);
}

TEST_F(ConfigFile, TheCommandLineAddsToCollect) {
  write("isorun.toml", "[[collect]]\npattern = '/a'\nrule = 'cost'\n");
  const Result<Request> request = parse_words({"--collect", "/b=lines", "--", "true"});
  ASSERT_TRUE(request) << request.error().what;
  ASSERT_THAT(request->options.collect, SizeIs(2));
  EXPECT_EQ(request->options.collect[0].pattern, "/a");
  EXPECT_EQ(request->options.collect[1].pattern, "/b");
}

TEST_F(ConfigFile, WhatIsTheCommandsIsNotRead) {
  EXPECT_TRUE(parse_words({"--", "true", "--config", "/absent"}).has_value());
  EXPECT_TRUE(parse_words({"true", "--config", "/absent"}).has_value());
}

TEST_F(ConfigFile, ExecTakesTheSandboxsOptionsOnly) {
  write("isorun.toml", "jobs = 73\ntimeout = '5s'\nnet = 'host'\n");
  write("other.toml", "net = 'none'\n");
  const Result<Request> request = parse_words({"exec", "--", "true"});
  ASSERT_TRUE(request.has_value());
  EXPECT_EQ(request->options.layout.network, Network::host);
  EXPECT_EQ(request->options.unit_timeout, 0s);
  EXPECT_EQ(request->options.command_timeout, 0s);
  const auto named =
      parse_words({"exec", "--timeout", "9", "--config", "other.toml", "--", "true"});
  EXPECT_EQ(named->options.layout.network, Network::none);
  EXPECT_EQ(named->options.command_timeout, 9s);
}

TEST_F(ConfigFile, WhatCannotBeReadIsAnErrorButNotWhereHelpIsWanted) {
  const Result<Request> absent = parse_words({"--config", "absent.toml", "--", "true"});
  ASSERT_FALSE(absent.has_value());
  EXPECT_EQ(absent.error().phase, Phase::usage);
  EXPECT_EQ(absent.error().code, ENOENT);
  write("isorun.toml", "jobs = \n");
  EXPECT_FALSE(parse_words({"--", "true"}).has_value());
  EXPECT_TRUE(parse_words({"--help"}).has_value());
  EXPECT_TRUE(parse_words({"list", "--version"}).has_value());
}

}  // namespace
}  // namespace isorun
