#include "run/explanation.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "run/build.hpp"
#include "run/mapped_invocation.hpp"
#include "run/user_command.hpp"
#include "suite/driver.hpp"
#include "suite/framework.hpp"

namespace isorun {
namespace {

std::string line(std::string_view name, std::string_view judgement) {
  return fmt::format("{:<12}{}\n", name, judgement);
}

class Explanation {
 public:
  Explanation(const Options& options, const Recognised& recognised, const Build* build)
      : options_(options), recognised_(recognised), build_(build) {}

  [[nodiscard]] std::string text() const {
    const UserCommand command = user_command(options_);
    const MappedInvocation mapped(command);
    std::string text;
    for (const Adapter& adapter : options_.adapters)
      text += line(adapter.name, judge(adapter, command.argv));
    if (build_ != nullptr)
      text += line(build_->builder->name, "yes: it builds what the tests need and runs them");
    for (const Framework& framework : frameworks())
      text += line(framework.name, judge(framework, mapped.invocation()));
    return text;
  }

 private:
  [[nodiscard]] std::string judge(const Adapter& adapter, const Words& argv) const {
    if (!is_for(adapter, argv))
      return fmt::format("no: the command does not begin with {}", printable(adapter.match));
    return recognised_.suite->framework() == adapter.name
               ? fmt::format("yes: the command begins with {}", printable(adapter.match))
               : "not asked";
  }

  [[nodiscard]] std::string judge(const Framework& framework, const Invocation& invocation) const {
    const Match match = framework.match(invocation);
    const bool is_named = options_.framework == framework.name;
    if (recognised_.suite->framework() == framework.name && (is_named || match != Match::no))
      return fmt::format("yes: {}", is_named ? "from --framework" : framework.sign);
    const auto refused =
        std::ranges::find(recognised_.refusals, framework.name, &Refusal::framework);
    if (refused != recognised_.refusals.end())
      return fmt::format("no: perhaps {}, but it cannot list its tests: {}", framework.sign,
                         refused->why);
    switch (match) {
      case Match::no:
        return fmt::format("no: not {}", framework.sign);
      case Match::maybe:
        return is_driver(invocation.command.argv.front())
                   ? fmt::format("no: {} runs other programs", invocation.command.argv.front())
                   : "not asked";
      case Match::yes:
        return "not asked";
    }
    return {};
  }

  const Options& options_;
  const Recognised& recognised_;
  const Build* build_;
};

}  // namespace

std::string explanation(const Options& options, const Recognised& recognised, const Build* build) {
  return Explanation(options, recognised, build).text();
}

}  // namespace isorun
