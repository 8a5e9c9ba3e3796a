#include "results/setup_cache.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <tuple>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "base/json.hpp"
#include "base/random.hpp"
#include "base/utf8.hpp"
#include "files/files.hpp"
#include "files/host_tree.hpp"
#include "layers/packed_layer.hpp"
#include "results/cache_directory.hpp"

namespace isorun {
namespace {

constexpr std::string_view first_line = "isorun setup 1\n";
constexpr std::string_view ending = ".layer";
constexpr std::string_view unfinished_start = ".new.";

constexpr std::pair<const char*, std::string CachedSetup::*> texts[] = {
    {"id", &CachedSetup::id},
    {"isorun", &CachedSetup::version},
    {"name", &CachedSetup::name},
    {"command", &CachedSetup::command},
    {"directory", &CachedSetup::directory}};

std::unexpected<Error> fail(std::string what, int code = errno) {
  return std::unexpected(Error{Phase::run, code, std::move(what)});
}

std::string head_of(const CachedSetup& setup) {
  json::Line written;
  json::LineWriter& out = written.out;
  out.StartObject();
  for (const auto& [name, member] : texts) json::write_bytes(out, name, setup.*member);
  out.Key("variables");
  out.StartArray();
  for (const std::string& variable : setup.variables) {
    out.StartObject();
    json::write_bytes(out, "variable", variable);
    out.EndObject();
  }
  out.EndArray();
  out.EndObject();
  return written.take() + "\n";
}

std::optional<CachedSetup> parse_head(std::string_view line) {
  const auto head = json::parse(line);
  const json::Value* variables = head ? json::array_in(*head, "variables") : nullptr;
  if (variables == nullptr) return std::nullopt;
  CachedSetup setup;
  for (const auto& [name, member] : texts) {
    const auto text = json::bytes_in(*head, name);
    if (!text) return std::nullopt;
    setup.*member = *text;
  }
  for (const json::Value& each : variables->GetArray()) {
    const auto variable = json::bytes_in(each, "variable");
    if (!variable) return std::nullopt;
    setup.variables.push_back(*variable);
  }
  return setup;
}

// nullopt: isorun did not write it.
std::optional<CachedLayer> open_entry(int directory, const std::string& key) {
  const UniqueFd file(::openat(directory, (key + std::string(ending)).c_str(),
                               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file || ::fstat(file.get(), &status) != 0 || !S_ISREG(status.st_mode)) return std::nullopt;
  MappedFile map(file.get());
  const std::string_view text = map.text();
  const std::size_t end = text.find('\n', first_line.size());
  if (!text.starts_with(first_line) || end == std::string_view::npos) return std::nullopt;
  std::optional<CachedSetup> setup =
      parse_head(text.substr(first_line.size(), end - first_line.size()));
  if (!setup) return std::nullopt;
  setup->key = key;
  setup->bytes = static_cast<std::uint64_t>(status.st_size);
  setup->last_use = status.st_mtim;
  return CachedLayer(*std::move(setup), std::move(map), end + 1);
}

std::vector<std::string> keys_in(int directory) {
  std::vector<std::string> keys;
  for (const std::string& name : names_in(directory))
    if (name.ends_with(ending) && !name.starts_with('.'))
      keys.push_back(name.substr(0, name.size() - ending.size()));
  return keys;
}

// A file that is being written, locked (flock(2)) so that sweep() leaves it alone, and removed
// unless it is placed.
class Unfinished {
 public:
  // `place`: the directory's path, for errors.
  Unfinished(int directory, std::string place, std::uint64_t limit)
      : directory_(directory), place_(std::move(place)), limit_(limit) {}
  Unfinished(const Unfinished&) = delete;
  Unfinished& operator=(const Unfinished&) = delete;
  ~Unfinished() {
    if (!name_.empty()) ::unlinkat(directory_, name_.c_str(), 0);
  }

  Result<void> create() {
    struct stat status {};
    do {
      name_ = std::string(unfinished_start) + random_digits();
      file_.reset(::openat(directory_, name_.c_str(),
                           O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
      if (!file_) return fail_to_write();
      // Another run may have swept it away before it was locked.
    } while (::flock(file_.get(), LOCK_EX | LOCK_NB) != 0 || ::fstat(file_.get(), &status) != 0 ||
             status.st_nlink == 0);
    return {};
  }

  Result<void> write(std::string_view bytes) {
    size_ += bytes.size();
    if (size_ > limit_)
      return fail(fmt::format("it takes more than the {} bytes of --cache-limit", limit_), 0);
    buffer_ += bytes;
    return buffer_.size() < buffer_size ? Result<void>() : flush();
  }

  // Without fsync(2), a crash could leave the name without its content.
  Result<void> place(const std::string& name) {
    if (const Result<void> flushed = flush(); !flushed) return flushed;
    if (::fsync(file_.get()) != 0 ||
        ::renameat(directory_, name_.c_str(), directory_, name.c_str()) != 0)
      return fail_to_write();
    name_.clear();
    return {};
  }

 private:
  static constexpr std::size_t buffer_size = 1UL << 18;

  Result<void> flush() {
    if (!write_all(file_.get(), buffer_)) return fail_to_write();
    buffer_.clear();
    return {};
  }

  [[nodiscard]] std::unexpected<Error> fail_to_write() const {
    return fail(fmt::format("writing to {}", printable(place_)));
  }

  int directory_;
  std::string place_;
  std::uint64_t limit_;
  std::uint64_t size_ = 0;
  std::string name_;
  UniqueFd file_;
  std::string buffer_;
};

}  // namespace

std::string SetupCache::standard_directory() {
  const std::string cache = cache_directory();
  return cache.empty() ? "" : cache + "/setups";
}

// Whoever else could write there decides what tests begin with.
Result<UniqueFd> SetupCache::open() const {
  UniqueFd directory(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return fail(fmt::format("opening {}", printable(directory_)));
  struct stat status {};
  if (::fstat(directory.get(), &status) != 0)
    return fail(fmt::format("opening {}", printable(directory_)));
  const bool is_trusted = status.st_uid == ::geteuid() || status.st_uid == 0;
  if (is_trusted && (status.st_mode & 022) == 0) return directory;
  return fail(fmt::format("others may write to {}: it must belong to you, with mode 700",
                          printable(directory_)),
              0);
}

Result<UniqueFd> SetupCache::make() const {
  std::error_code error;
  std::filesystem::create_directories(std::filesystem::path(directory_).parent_path(), error);
  if (::mkdir(directory_.c_str(), 0700) != 0 && errno != EEXIST)
    return fail(fmt::format("making {}", printable(directory_)));
  return open();
}

std::optional<CachedLayer> SetupCache::find(const std::string& key, const Layer& layer) const {
  const Result<UniqueFd> directory = open();
  if (!directory) return std::nullopt;
  std::optional<CachedLayer> found = open_entry(directory->get(), key);
  if (!found || !fits(found->packed(), layer)) return std::nullopt;
  // Fails in a read-only directory, where nothing is evicted either.
  ::utimensat(directory->get(), (key + std::string(ending)).c_str(), nullptr, AT_SYMLINK_NOFOLLOW);
  return found;
}

Result<std::string> SetupCache::add(CachedSetup setup, const Layer& layer,
                                    std::string_view own) const {
  const Result<UniqueFd> directory = make();
  if (!directory) return std::unexpected(directory.error());
  sweep();
  setup.id = random_digits() + random_digits();
  Unfinished file(directory->get(), directory_, limit_);
  const TakeBytes take = [&file](std::string_view bytes) { return file.write(bytes); };
  const auto steps = [&]() -> Result<void> {
    if (Result<void> done = file.create(); !done) return done;
    if (Result<void> done = file.write(first_line); !done) return done;
    if (Result<void> done = file.write(head_of(setup)); !done) return done;
    if (Result<void> done = pack_layer(layer, own, take); !done) return done;
    return file.place(setup.key + std::string(ending));
  };
  if (const Result<void> done = steps(); !done) return std::unexpected(done.error());
  evict(directory->get(), setup.key);
  return setup.id;
}

Result<std::vector<CachedSetup>> SetupCache::list() const {
  std::vector<CachedSetup> all;
  const Result<UniqueFd> directory = open();
  if (!directory && directory.error().code == ENOENT) return all;
  if (!directory) return std::unexpected(directory.error());
  for (const std::string& key : keys_in(directory->get()))
    if (auto entry = open_entry(directory->get(), key)) all.push_back(entry->setup());
  std::ranges::sort(all, std::greater<>(), [](const CachedSetup& setup) {
    return std::tuple(setup.last_use.tv_sec, setup.last_use.tv_nsec, setup.key);
  });
  return all;
}

Result<void> SetupCache::remove(const std::string& key) const {
  const Result<UniqueFd> directory = open();
  if (!directory) return std::unexpected(directory.error());
  return remove_entry(directory->get(), key);
}

Result<void> SetupCache::clear() const {
  const Result<UniqueFd> directory = open();
  if (!directory && directory.error().code == ENOENT) return {};
  if (!directory) return std::unexpected(directory.error());
  sweep();
  for (const std::string& key : keys_in(directory->get()))
    if (Result<void> removed = remove_entry(directory->get(), key); !removed) return removed;
  return {};
}

Result<void> SetupCache::remove_entry(int directory, const std::string& key) const {
  if (::unlinkat(directory, (key + std::string(ending)).c_str(), 0) == 0 || errno == ENOENT)
    return {};
  return fail(fmt::format("removing {}/{}{}", printable(directory_), key, ending));
}

void SetupCache::sweep() const {
  const Result<UniqueFd> directory = open();
  if (!directory) return;
  for (const std::string& name : names_in(directory->get())) {
    if (!name.starts_with(unfinished_start)) continue;
    const UniqueFd file(
        ::openat(directory->get(), name.c_str(), O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    if (file && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0)
      ::unlinkat(directory->get(), name.c_str(), 0);
  }
}

// The newest stays: its run is about to use it again.
void SetupCache::evict(int directory, const std::string& newest) const {
  const Result<std::vector<CachedSetup>> all = list();
  std::uint64_t bytes = 0;
  for (const CachedSetup& setup : all.value_or(std::vector<CachedSetup>())) {
    bytes += setup.bytes;
    if (bytes > limit_ && setup.key != newest)
      ::unlinkat(directory, (setup.key + std::string(ending)).c_str(), 0);
  }
}

}  // namespace isorun
