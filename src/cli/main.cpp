#include <cerrno>
#include <exception>
#include <new>

#include <fmt/format.h>

#include "audit/audit.hpp"
#include "base/process.hpp"
#include "base/streams.hpp"
#include "cli/queue_words.hpp"
#include "cli/setting_names.hpp"
#include "cli/why.hpp"
#include "cli/words.hpp"
#include "results/apply.hpp"
#include "results/cache.hpp"
#include "results/diff.hpp"
#include "results/exit_codes.hpp"
#include "results/merge.hpp"
#include "run/exec.hpp"
#include "run/preview.hpp"
#include "run/run.hpp"

namespace isorun {
namespace {

int complain(const Error& error) {
  const int code = exit_code::of(error);
  // "Interrupted system call" would not say that the user did it.
  const bool is_interrupted = code == exit_code::interrupted;
  print_error(fmt::format("isorun: {}\n",
                          is_interrupted ? "interrupted: " + error.what : to_string(error)));
  return code;
}

int end(const Result<int>& code) {
  return code ? *code : complain(code.error());
}

int serve(const Request& request) {
  if (!request.text.empty()) {
    print(request.text);
    return 0;
  }
  switch (request.subcommand) {
    case Subcommand::run:
      return end(run_suite(request.options));
    case Subcommand::exec:
      return end(exec_in_sandbox(request.options));
    case Subcommand::list:
      return end(list_suite(request.options));
    case Subcommand::diff:
      return end(diff_kept(request.kept));
    case Subcommand::apply:
      return end(apply_kept(request.kept));
    case Subcommand::merge:
      return end(merge_runs(request.merge));
    case Subcommand::report:
      return end(report_run(request.merge));
    case Subcommand::why:
      return end(explain_failures(request.why));
    case Subcommand::cache:
      return end(manage_cache(request.cache));
    case Subcommand::audit:
      return end(audit_suite(request.options, request.audit));
    case Subcommand::plan:
      return end(print_plan(request.options));
    case Subcommand::check:
      return end(check_sandbox(request.options));
  }
  return exit_code::wrong_usage;
}

int serve(int count, char** words) {
  if (Result<void> prepared = prepare_process(); !prepared) return complain(prepared.error());
  const Result<Request> request = parse_words({words + 1, words + count});
  hide_secrets(count, words);
  return request ? serve(*request) : complain(request.error());
}

// The last resort for exceptions from libraries.
int serve_without_exceptions(int count, char** words) {
  try {
    return serve(count, words);
  } catch (const std::bad_alloc&) {
    return complain({Phase::host, ENOMEM, "out of memory"});
  } catch (const std::exception& error) {
    return complain({Phase::host, 0, error.what()});
  }
}

// Output that could not be written is a failure.
int end_output(int code) {
  const Result<void> printed = all_was_printed();
  if (printed) return code;
  const int failed = complain(printed.error());
  return code == 0 ? failed : code;
}

}  // namespace
}  // namespace isorun

int main(int count, char** words) {
  isorun::name_settings(isorun::option_for);
  return isorun::end_output(isorun::serve_without_exceptions(count, words));
}
