#include "run/interleaving.hpp"

#include <algorithm>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/mman.h>

namespace isorun {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Result<UniqueFd> make_scratch() {
  return UniqueFd(::memfd_create("scratch", MFD_CLOEXEC));
}

Result<UniqueFd> no_scratch() {
  ADD_FAILURE() << "nothing is many here";
  return std::unexpected(Error{});
}

// "oee": a byte of standard output, then two of standard error.
Interleaving of(std::string_view streams, const MakeScratch& scratch = no_scratch) {
  Interleaving interleaving(scratch);
  for (const char stream : streams)
    EXPECT_TRUE(interleaving.add(stream == 'o' ? Stream::output : Stream::error, 1));
  return interleaving;
}

LogPlace place_of(const Interleaving& interleaving, OutputRange range) {
  return interleaving.places({{range}}).front();
}

TEST(Interleaving, OfStandardOutputAloneIsItself) {
  const Interleaving all = of("ooooo");
  const LogPlace place = place_of(all, {1, 3});
  EXPECT_EQ(place.begin, 1U);
  EXPECT_EQ(place.end, 3U);
  EXPECT_THAT(place.runs, IsEmpty());
  EXPECT_EQ(place_of(all, OutputRange::whole()).end, 5U);
}

TEST(Interleaving, AUnitHasWhatCameOnStandardErrorMeanwhile) {
  const Interleaving all = of("oeoeeooe");
  EXPECT_EQ(all.size(Stream::output), 4U);
  EXPECT_EQ(all.size(Stream::error), 4U);
  const LogPlace place = place_of(all, {1, 3});
  EXPECT_EQ(place.begin, 2U);
  EXPECT_EQ(place.end, 6U);
  EXPECT_THAT(place.runs, ElementsAre(1, 2, 1));
}

TEST(Interleaving, TheWholeIsAll) {
  const LogPlace place = place_of(of("eoe"), OutputRange::whole());
  EXPECT_EQ(place.begin, 0U);
  EXPECT_EQ(place.end, 3U);
  EXPECT_THAT(place.runs, ElementsAre(0, 1, 1, 1));
  EXPECT_THAT(place_of(of("ee"), OutputRange::whole()).runs, ElementsAre(0, 2));
  EXPECT_EQ(place_of(of(""), OutputRange::whole()).end, 0U);
}

TEST(Interleaving, NothingIsNothing) {
  const LogPlace place = place_of(of("oeo"), {});
  EXPECT_EQ(place.begin, place.end);
  EXPECT_THAT(place.runs, IsEmpty());
}

// Computes the same from a list that names the stream of each byte.
LogPlace naive_place(std::string_view streams, const OutputRange& range) {
  LogPlace place{.begin = streams.size(), .end = streams.size()};
  std::uint64_t output = 0;
  for (std::size_t i = 0; i < streams.size(); ++i) {
    if (streams[i] != 'o') continue;
    if (output == range.begin) place.begin = range.begin == 0 ? 0 : i;
    if (output == range.end) place.end = i;
    ++output;
  }
  return place;
}

TEST(Interleaving, MoreThanMemoryIsForComesBackFromTheFile) {
  std::minstd_rand random(7);
  std::string streams = "o";
  while (streams.size() < 400'000) streams += random() % 2 == 0 ? 'o' : 'e';
  const Interleaving all = of(streams, make_scratch);
  std::vector<OutputRange> ranges;
  for (int i = 0; i < 20; ++i) {
    const std::uint64_t begin = random() % all.size(Stream::output);
    ranges.push_back(
        {begin, std::min<std::uint64_t>(begin + 1 + random() % 50'000, all.size(Stream::output))});
  }
  const std::vector<LogPlace> places = all.places(ranges);
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    const LogPlace expected = naive_place(streams, ranges[i]);
    EXPECT_EQ(places[i].begin, expected.begin) << ranges[i].begin;
    EXPECT_EQ(places[i].end, expected.end) << ranges[i].end;
  }
  EXPECT_EQ(place_of(all, OutputRange::whole()).runs.size(), 1000U) << "a record stays small";
}

TEST(Interleaving, SaysWhereItCannotKeepTrack) {
  Interleaving all([]() -> Result<UniqueFd> {
    return std::unexpected(Error{Phase::run, ENOSPC, "making a file"});
  });
  Result<void> added;
  for (int i = 0; added && i < 1'000'000; ++i)
    added = all.add(i % 2 == 0 ? Stream::output : Stream::error, 1);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ENOSPC);
}

}  // namespace
}  // namespace isorun
