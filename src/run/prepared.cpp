#include "run/prepared.hpp"

#include <algorithm>
#include <iterator>

#include "base/support.hpp"

namespace isorun {

Layout run_layout(const Options& options) {
  Layout layout = options.layout;
  layout.results_directory = true;
  layout.slots = options.jobs;
  layout.absent.push_back(options.out);
  layout.visible.push_back(support_directory());
  return layout;
}

Result<Prepared> prepare(Signals& signals, const Options& options, const Build* build) {
  Layout layout = run_layout(options);
  if (build != nullptr) {
    layout.visible.push_back(build->directory.path());
    std::ranges::copy(build->shared, std::back_inserter(layout.visible));
  }
  Result<Sandbox> sandbox = Sandbox::open(layout);
  if (!sandbox) return std::unexpected(sandbox.error());
  Result<Recognised> recognised = recognise(*sandbox, signals, options, build);
  if (!recognised) return std::unexpected(recognised.error());
  return Prepared{std::move(*sandbox), std::move(*recognised)};
}

}  // namespace isorun
