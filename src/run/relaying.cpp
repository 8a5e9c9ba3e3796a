#include "run/relaying.hpp"

#include <utility>

#include "run/control_socket.hpp"
#include "run/prepared.hpp"

namespace isorun {
namespace {

std::vector<unsigned> numbers_of(std::uint32_t bits) {
  std::vector<unsigned> numbers;
  for (unsigned number = 0; number < Sandbox::max_setups; ++number)
    if ((bits >> number & 1U) != 0) numbers.push_back(number);
  return numbers;
}

}  // namespace

Result<std::optional<Relaying>> open_relaying(const Suite& suite, const Sandbox& workers,
                                              const Options& options, std::uint32_t setups,
                                              int results, std::size_t first_index) {
  if (suite.wishes().workers == 0) return std::nullopt;
  if (options.unit_timeout.count() > 0) {
    return std::unexpected(
        Error{Phase::usage, 0,
              "--timeout applies to one unit, but an xdist worker runs many: use "
              "-n0, so that isorun distributes the tests, or pytest-timeout"});
  }
  Result<ControlSocket> socket = ControlSocket::open(results);
  if (!socket) return std::unexpected(socket.error());
  Layout layout = run_layout(options);
  // Controllers run no tests, so they may see the socket's directory.
  layout.absent.clear();
  layout.binds.push_back({.source = socket->directory(), .target = socket->directory()});
  Result<Sandbox> controllers = Sandbox::open(layout);
  if (!controllers) return std::unexpected(controllers.error());
  return Relaying{std::move(*controllers),
                  RelayedWorkers({workers, numbers_of(setups)}, std::move(*socket), first_index)};
}

}  // namespace isorun
