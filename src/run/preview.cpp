#include "run/preview.hpp"

#include <isorun/check.hpp>
#include <isorun/sandbox.hpp>

#include "base/streams.hpp"
#include "report/check_table.hpp"
#include "results/exit_codes.hpp"
#include "run/prepared.hpp"

namespace isorun {
namespace {

int exit_code_of(Finding::Verdict verdict) {
  if (verdict == Finding::Verdict::fails) return exit_code::not_set_up;
  return verdict == Finding::Verdict::loss ? exit_code::something_failed : exit_code::all_passed;
}

}  // namespace

Result<int> check_sandbox(const Options& options) {
  const Result<HostCheck> check = check_host(run_layout(options));
  if (!check) return std::unexpected(check.error());
  print(options.as_json ? check_json(*check) : check_table(*check));
  return exit_code_of(check->verdict);
}

Result<int> print_plan(const Options& options) {
  const Layout layout = run_layout(options);
  const Result<std::string> plan = explain(layout);
  if (!plan) return std::unexpected(plan.error());
  print(*plan);
  if (const Result<LaunchTimes> tried = try_launch(layout); !tried)
    return std::unexpected(tried.error());
  return exit_code::all_passed;
}

}  // namespace isorun
