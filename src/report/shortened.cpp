#include "report/shortened.hpp"

#include <fcntl.h>

#include <fmt/format.h>

#include <isorun/unique_fd.hpp>

#include "base/utf8.hpp"
#include "report/read_log.hpp"

namespace isorun {
namespace {

// Go's marks on its own lines (-test.v=test2json), meant for programs.
std::string without_marks(std::string text) {
  std::erase(text, '\x16');
  return text;
}

std::string joined(std::string_view head, std::string_view tail, std::uint64_t size,
                   std::string_view where) {
  if (const auto end = head.rfind('\n'); end != std::string_view::npos)
    head = head.substr(0, end + 1);
  if (const auto begin = tail.find('\n'); begin + 1 < tail.size() && begin != tail.npos)
    tail = tail.substr(begin + 1);
  return fmt::format("{}{}... {} bytes omitted; see {} ...\n{}", head,
                     head.ends_with('\n') ? "" : "\n", size - head.size() - tail.size(),
                     printable(where), tail);
}

}  // namespace

std::string shortened(std::string_view output, std::string_view where, std::size_t most) {
  if (output.size() <= most) return without_marks(std::string(output));
  return without_marks(joined(output.substr(0, most / 2), output.substr(output.size() - most / 2),
                              output.size(), where));
}

std::string read_shortened(int directory, const std::string& log, std::size_t most) {
  const UniqueFd file(
      ::openat(directory, log.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file) return {};
  const std::uint64_t size = log_size(file.get());
  if (size <= most) return without_marks(read_log(file.get(), 0, size));
  return without_marks(joined(read_log(file.get(), 0, most / 2),
                              read_log(file.get(), size - most / 2, most / 2), size, log));
}

}  // namespace isorun
