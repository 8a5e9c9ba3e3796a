#include <fmt/format.h>

#include <isorun/sandbox.hpp>

#include "cli/words.hpp"
#include "run/apply.hpp"
#include "run/diff.hpp"
#include "run/exec.hpp"
#include "run/exit_codes.hpp"
#include "run/merge.hpp"
#include "run/run.hpp"

namespace isorun {
namespace {

int complain(const Error& error) {
  const int code = exit_code::of(error);
  // "Interrupted system call" would say nothing of who did it.
  const bool is_interrupted = code == exit_code::interrupted;
  fmt::print(stderr, "isorun: {}\n",
             is_interrupted ? "interrupted: " + error.what : to_string(error));
  return code;
}

int end(const Result<int>& code) {
  return code ? *code : complain(code.error());
}

int print(const Result<std::string>& text) {
  if (!text) return complain(text.error());
  fmt::print("{}", *text);
  return 0;
}

int serve(const Request& request) {
  if (!request.text.empty()) return print(request.text);
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
    case Subcommand::plan:
      return print(explain(run_layout(request.options)));
  }
  return exit_code::wrong_usage;
}

}  // namespace
}  // namespace isorun

int main(int count, char** words) {
  const isorun::Result<isorun::Request> request = isorun::parse_words({words + 1, words + count});
  return request ? isorun::serve(*request) : isorun::complain(request.error());
}
