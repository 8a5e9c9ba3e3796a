#include <fmt/format.h>

#include <isorun/sandbox.hpp>

#include "cli/words.hpp"
#include "run/exec.hpp"

namespace isorun {
namespace {

constexpr int wrong_usage = 2;
constexpr int not_set_up = 125;

int complain(const Error& error) {
  fmt::print(stderr, "isorun: {}\n", to_string(error));
  return error.phase == Phase::usage ? wrong_usage : not_set_up;
}

int print(const Result<std::string>& text) {
  if (!text) return complain(text.error());
  fmt::print("{}", *text);
  return 0;
}

int serve(const Request& request) {
  if (!request.text.empty()) return print(request.text);
  switch (request.subcommand) {
    case Subcommand::exec: {
      const Result<int> code = exec_in_sandbox(request.options);
      return code ? *code : complain(code.error());
    }
    case Subcommand::plan:
      return print(explain(request.options.layout));
    case Subcommand::run:
    case Subcommand::list:
      break;
  }
  return wrong_usage;
}

}  // namespace
}  // namespace isorun

int main(int count, char** words) {
  const isorun::Result<isorun::Request> request = isorun::parse_words({words + 1, words + count});
  return request ? isorun::serve(*request) : isorun::complain(request.error());
}
