#include "run/shard_output.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <span>
#include <unistd.h>
#include <utility>
#include <vector>

#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/mman.h>

namespace isorun {
namespace {

// Maximum per call, so that signals and timers get their turn.
constexpr std::uint64_t most_at_once = 1UL << 20;
constexpr int most_pipes_at_once = 32;
constexpr std::int64_t first_capacity = 64L * 1024;
constexpr int grown_capacity = 512 * 1024;
constexpr std::size_t buffer_bytes = 64UL * 1024;

Error error_of(int code) {
  return {Phase::run, code, "writing the log"};
}

// Distinguishes errors of the log from those of the pipe.
std::int64_t write_whole(int file, std::string_view bytes, std::uint64_t offset) {
  while (!bytes.empty()) {
    const ssize_t written = ::pwrite(file, bytes.data(), bytes.size(), static_cast<off_t>(offset));
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -1;
    bytes.remove_prefix(static_cast<std::size_t>(written));
    offset += static_cast<std::uint64_t>(written);
  }
  return 0;
}

// Makes only the read end non-blocking; tests expect a blocking descriptor, like a terminal's.
ssize_t read_some(int pipe, std::span<char> buffer, std::uint64_t most) {
  ::fcntl(pipe, F_SETFL, O_NONBLOCK);
  return ::read(pipe, buffer.data(), std::min<std::uint64_t>(buffer.size(), most));
}

}  // namespace

Result<UniqueFd> make_memory_file() {
  UniqueFd file(::memfd_create("output", MFD_CLOEXEC));
  if (!file)
    return std::unexpected(Error{Phase::run, errno, "making a file for a command's output"});
  return file;
}

ShardOutput::ShardOutput(UniqueFd log, MakeScratch make_scratch, const Settings& settings)
    : log_(std::move(log)),
      make_scratch_(std::move(make_scratch)),
      settings_(settings),
      interleaving_(make_scratch_) {}

Result<std::unique_ptr<ShardOutput>> ShardOutput::open(UniqueFd log, MakeScratch make_scratch,
                                                       const Settings& settings) {
  std::unique_ptr<ShardOutput> output(
      new ShardOutput(std::move(log), std::move(make_scratch), settings));
  for (Pipe& pipe : output->pipes_) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
      return std::unexpected(Error{Phase::run, errno, "making a pipe for a shard's output"});
    pipe.owner = output.get();
    pipe.read_end.reset(ends[0]);
    pipe.write_end.reset(ends[1]);
  }
  return output;
}

void ShardOutput::close_write_ends() {
  for (Pipe& pipe : pipes_) pipe.write_end.reset();
}

std::array<Stream, 2> ShardOutput::in_turn() const {
  const Stream other = settings_.first == Stream::output ? Stream::error : Stream::output;
  return {settings_.first, other};
}

void ShardOutput::move_ready() {
  for (const Stream stream : in_turn())
    if (std::exchange(pipe(stream).is_ready, false)) move(stream, most_at_once);
}

// Returns the number of bytes moved.
std::uint64_t ShardOutput::move(Stream stream, std::uint64_t most) {
  auto& [owner, end, write_end, is_ready, has_grown] = pipe(stream);
  if (!end) return 0;
  const std::int64_t moved = error_ ? discard(end.get(), most) : move_to_log(end.get(), most);
  if (moved < 0) return 0;
  if (moved == 0) end.reset();  // all writers are gone
  // A larger pipe saves wake-ups for a test that writes much. Enlarged only then, and once: all
  // pipes of a user share a limit, beyond which new pipes are tiny (pipe-user-pages-soft, pipe(7)).
  if (moved >= first_capacity && !std::exchange(has_grown, true))
    ::fcntl(end.get(), F_SETPIPE_SZ, grown_capacity);
  const auto bytes = static_cast<std::uint64_t>(moved);
  if (error_) return bytes;
  if (Result<void> noted = interleaving_.add(stream, bytes); !noted) fail(noted.error());
  return bytes;
}

// Like read(2): 0 at the end, -1 if there is nothing, or if it was lost.
std::int64_t ShardOutput::move_to_log(int pipe, std::uint64_t most) {
  const std::uint64_t size = interleaving_.size();
  if (size >= settings_.most) {
    fail(error_of(EFBIG));
    return -1;
  }
  auto offset = static_cast<off_t>(size);
  const ssize_t moved =
      ::splice(pipe, nullptr, log_.get(), &offset, std::min(most, settings_.most - size),
               SPLICE_F_MOVE | SPLICE_F_NONBLOCK);
  if (moved >= 0) return moved;
  if (errno == EAGAIN || errno == EINTR) return -1;
  if (errno != EINVAL) {
    fail(error_of(errno));
    return -1;
  }
  // The file system does not support splice(2).
  std::array<char, buffer_bytes> buffer;
  const ssize_t read = read_some(pipe, buffer, most);
  if (read <= 0) return read;
  const std::string_view bytes(buffer.data(), static_cast<std::size_t>(read));
  if (write_whole(log_.get(), bytes, size) == 0) return read;
  fail(error_of(errno));
  return -1;
}

// Output that cannot be stored must not block the test.
std::int64_t ShardOutput::discard(int pipe, std::uint64_t most) {
  std::array<char, buffer_bytes> buffer;
  return read_some(pipe, buffer, most);
}

void ShardOutput::fail(Error error) {
  if (!error_) error_ = std::move(error);
}

void ShardOutput::add(std::string_view text) {
  if (error_ || text.empty()) return;
  if (write_whole(log_.get(), text, interleaving_.size()) != 0) return fail(error_of(errno));
  if (Result<void> noted = interleaving_.add(Stream::error, text.size()); !noted)
    fail(noted.error());
}

bool ShardOutput::settle() {
  if (is_settled_) return true;
  if (!std::exchange(has_taken_rest_, true)) {
    for (const Stream stream : in_turn()) take_rest(stream);
    begin_extraction();
  }
  if (extraction_ && !extract()) return false;
  load(log_.get(), interleaving_.size(), all_);
  if (extraction_) load(extraction_->file.get(), extraction_->written, output_);
  extraction_.reset();
  is_settled_ = true;
  return true;
}

std::string_view ShardOutput::output() const {
  if (interleaving_.size(Stream::output) == 0) return {};
  return interleaving_.size(Stream::error) == 0 ? all_.text() : output_.text();
}

void ShardOutput::load(int file, std::uint64_t size, Content& content) {
  Result<Content> read = Content::read(file, 0, size);
  if (!read) return fail({Phase::run, read.error().code, "reading the log"});
  content = std::move(*read);
}

// Takes what is there now: a surviving process may keep writing for a moment.
void ShardOutput::take_rest(Stream stream) {
  UniqueFd& end = pipe(stream).read_end;
  int left = 0;
  if (!end || ::ioctl(end.get(), FIONREAD, &left) != 0) left = 0;
  while (left > 0 && end) {
    const bool had_failed = error_.has_value();
    const std::uint64_t moved = move(stream, static_cast<std::uint64_t>(left));
    if (moved == 0 && had_failed == error_.has_value()) break;
    left -= static_cast<int>(moved);
  }
  end.reset();
}

void ShardOutput::begin_extraction() {
  const bool is_mixed =
      interleaving_.size(Stream::output) > 0 && interleaving_.size(Stream::error) > 0;
  if (!is_mixed) return;
  Result<UniqueFd> file = make_scratch_();
  if (!file) return fail(file.error());
  extraction_.emplace(std::move(*file), Interleaving::Cursor(interleaving_));
}

// Copies one piece. Returns whether it was the last.
bool ShardOutput::extract() {
  auto& [file, cursor, within, written] = *extraction_;
  const std::uint64_t at = cursor.in_log() + within;
  if (at >= interleaving_.size()) return true;
  std::vector<char> read(std::min(most_at_once, interleaving_.size() - at));
  const ssize_t count = ::pread(log_.get(), read.data(), read.size(), static_cast<off_t>(at));
  if (count <= 0) {
    fail(error_of(count < 0 ? errno : EIO));
    return true;
  }
  std::string output;
  std::string_view rest(read.data(), static_cast<std::size_t>(count));
  while (!rest.empty() && !cursor.is_at_end()) {
    const std::string_view part = rest.substr(0, cursor.length() - within);
    if (cursor.stream() == Stream::output) output += part;
    rest.remove_prefix(part.size());
    within += part.size();
    if (within < cursor.length()) break;
    cursor.next();
    within = 0;
  }
  if (write_whole(file.get(), output, written) != 0) {
    fail(error_of(errno));
    return true;
  }
  written += output.size();
  return false;
}

Result<ShardOutputs> ShardOutputs::open() {
  ShardOutputs outputs;
  outputs.epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
  if (!outputs.epoll_)
    return std::unexpected(Error{Phase::run, errno, "preparing to read test output"});
  return outputs;
}

Result<void> ShardOutputs::add(ShardOutput& output) {
  for (ShardOutput::Pipe& pipe : output.pipes_) {
    epoll_event event{.events = EPOLLIN, .data = {.ptr = &pipe}};
    if (::epoll_ctl(fd(), EPOLL_CTL_ADD, pipe.read_end.get(), &event) != 0)
      return std::unexpected(Error{Phase::run, errno, "preparing to read test output"});
  }
  return {};
}

void ShardOutputs::pump() {
  std::array<epoll_event, most_pipes_at_once> events;
  const int count = ::epoll_wait(fd(), events.data(), most_pipes_at_once, 0);
  const std::span ready(events.data(), static_cast<std::size_t>(std::max(count, 0)));
  // Marks all of them first, because an output reads its two pipes in a certain order.
  for (const epoll_event& event : ready)
    static_cast<ShardOutput::Pipe*>(event.data.ptr)->is_ready = true;
  for (const epoll_event& event : ready)
    static_cast<ShardOutput::Pipe*>(event.data.ptr)->owner->move_ready();
}

}  // namespace isorun
