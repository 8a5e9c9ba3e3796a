// Runs single units in sandboxes. Nothing is written to the host: there is no results directory, no
// history, and no report.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "run/prepared.hpp"
#include "why/experiment.hpp"
#include "why/variation.hpp"

namespace isorun {

class Trials : public Laboratory {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  // All must outlive the trials. `options`: see why/safe_options.hpp. After `end`, trials fail with
  // ETIME.
  struct Parts {
    Signals& signals;
    const Options& options;
    const Build* build = nullptr;
    TimePoint end{};
  };

  // Errors: as those of a run that cannot begin.
  static Result<std::unique_ptr<Trials>> open(const Parts& parts);

  [[nodiscard]] const Suite& suite() const { return *base_.prepared.recognised.suite; }
  [[nodiscard]] std::optional<std::size_t> find(std::string_view unit) const;

  // Chooses what observe() is about. `usual` is how long the unit took before, with its companion.
  void choose(std::size_t unit, const std::vector<Variation>& variations,
              std::chrono::nanoseconds usual);

  Result<Observation> observe(const Circumstances& circumstances) override {
    return observe(circumstances, {});
  }

  // `read_trace`, if not empty, gets the trace of the sandbox; the options' layout must then have
  // `traces`.
  Result<Observation> observe(const Circumstances& circumstances, const TraceReader& read_trace);

  // As sandboxes show isorun's own part of their layers.
  [[nodiscard]] const std::string& results_directory() const {
    return base_.prepared.sandbox.results_directory();
  }

 private:
  // A kind of sandboxes, and the suite as they show it.
  struct Setup {
    Prepared prepared;
    Options options;
    std::map<std::string_view, std::size_t> index{};  // by name
    std::vector<Groundwork> groundwork{};             // by unit
    std::vector<std::uint32_t> services{};            // by unit, as in Selection

    // What several units need together.
    [[nodiscard]] Groundwork groundwork_of(const std::vector<std::size_t>& units) const;
    [[nodiscard]] std::uint32_t services_of(const std::vector<std::size_t>& units) const;
  };
  struct Scene;
  struct Running;
  class Company;

  Trials(const Parts& parts, Setup base) : parts_(parts), base_(std::move(base)) {}

  static Result<Setup> set_up(const Parts& parts, Options options);
  Result<Setup*> setup_for(const std::vector<std::size_t>& variations);
  Result<std::vector<std::size_t>> units_in(const Setup& setup,
                                            const std::vector<std::size_t>& units) const;
  [[nodiscard]] std::chrono::nanoseconds limit_of(const Setup& setup, bool is_alone) const;
  Result<Scene> set_scene(const Circumstances& circumstances);
  Result<Observation> watch(const Scene& scene, Running& running, Company& company,
                            const TraceReader& read_trace);

  Parts parts_;
  Setup base_;
  std::optional<Setup> varied_{};
  std::vector<std::string> varied_by_{};  // options
  std::vector<Variation> variations_{};
  std::size_t unit_ = 0;
  std::chrono::nanoseconds usual_{};
};

}  // namespace isorun
