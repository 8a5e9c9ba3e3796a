#include "audit/pair.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "audit/things.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

using Course = Companion::Course;

// Enough to tell what fails in a third of its runs from what never fails: see why/diagnosis.cpp.
constexpr unsigned runs_of_flaky = 10;

class Examination {
 public:
  Examination(PairLaboratory& laboratory, const PairQuestion& question)
      : laboratory_(laboratory), question_(question) {}

  Result<PairFinding> run() {
    for (const Meeting& meeting : meetings()) {
      const Result<Encounter> seen = meet(meeting);
      if (!seen) return std::unexpected(seen.error());
      is_complete_ = is_complete_ && seen->is_as_planned;
      if (!seen->is_disturbed) continue;
      if (const Result<void> judged = judge(meeting, *seen); !judged)
        return std::unexpected(judged.error());
      return std::move(finding_);
    }
    finding_.verdict = is_complete_ ? PairVerdict::harmless : PairVerdict::not_reproduced;
    return std::move(finding_);
  }

 private:
  // Only what depends on chance is repeated.
  [[nodiscard]] std::vector<Meeting> meetings() const {
    std::vector<Meeting> all;
    for (const std::size_t subject : {1U, 0U}) all.push_back({subject, Course::before});
    for (const std::size_t stopped : {0U, 1U}) {
      for (const Point& point : question_.points[stopped]) {
        all.push_back({1 - stopped, Course::around, point});
        all.push_back({stopped, Course::inside, point});
      }
    }
    for (unsigned i = 0; i < question_.repeats; ++i)
      for (const std::size_t subject : {1U, 0U}) all.push_back({subject, Course::meanwhile});
    return all;
  }

  Result<Encounter> meet(const Meeting& meeting) {
    ++finding_.runs;
    return laboratory_.meet(meeting);
  }

  // The same again, and then alone, since a flaky unit fails without the other one as well.
  Result<void> judge(const Meeting& meeting, const Encounter& first) {
    finding_.meeting = meeting;
    finding_.detail = first.detail;
    finding_.disturbed = finding_.meetings = 1;
    for (; finding_.meetings < question_.repeats; ++finding_.meetings) {
      const Result<Encounter> seen = meet(meeting);
      if (!seen) return std::unexpected(seen.error());
      if (seen->is_disturbed) ++finding_.disturbed;
    }
    const bool is_certain = finding_.disturbed == finding_.meetings;
    const unsigned times = is_certain ? question_.repeats : runs_of_flaky;
    for (; finding_.runs_alone < times; ++finding_.runs_alone, ++finding_.runs) {
      const Result<Encounter> seen = laboratory_.alone(meeting.subject);
      if (!seen) return std::unexpected(seen.error());
      if (seen->is_disturbed) ++finding_.failed_alone;
    }
    finding_.verdict =
        finding_.failed_alone == 0 ? PairVerdict::confirmed : PairVerdict::not_reproduced;
    return {};
  }

  PairLaboratory& laboratory_;
  const PairQuestion& question_;
  PairFinding finding_{};
  bool is_complete_ = question_.has_all_points;
};

std::string moment(const Point& point, const std::string& unit) {
  return fmt::format("just {} {} {} {}", point.is_after ? "after" : "before", unit,
                     present(point.act), spoken(point.thing));
}

std::string circumstances(const Meeting& meeting, const std::string& other) {
  switch (meeting.course) {
    case Course::before:
      return fmt::format("after {} in one sandbox", other);
    case Course::meanwhile:
      return fmt::format("while {} runs in the same sandbox", other);
    case Course::inside:
      return fmt::format("when {} runs {}", other, moment(meeting.point, "it"));
    case Course::around:
      return fmt::format("when it runs {}", moment(meeting.point, other));
  }
  return {};
}

}  // namespace

const char* name(PairVerdict verdict) {
  constexpr std::array names = {"confirmed", "harmless", "not reproduced"};
  return names[static_cast<std::size_t>(verdict)];
}

Result<PairFinding> examine_pair(PairLaboratory& laboratory, const PairQuestion& question) {
  return Examination(laboratory, question).run();
}

std::string sentence_of(const PairFinding& finding, const std::array<std::string, 2>& units) {
  if (!finding.meeting)
    return fmt::format("both pass in all {} runs together{}", finding.runs,
                       finding.verdict == PairVerdict::harmless
                           ? ""
                           : ", but not every interleaving could be arranged");
  const std::string own = printable(units[finding.meeting->subject]);
  const std::string other = printable(units[1 - finding.meeting->subject]);
  if (finding.verdict == PairVerdict::not_reproduced)
    return fmt::format("{} is flaky: it fails in {} of {} runs alone", own, finding.failed_alone,
                       finding.runs_alone);
  return fmt::format("{} fails in {} of {} runs {}{}{}", own, finding.disturbed, finding.meetings,
                     circumstances(*finding.meeting, other), finding.detail.empty() ? "" : ": ",
                     printable(finding.detail));
}

}  // namespace isorun
