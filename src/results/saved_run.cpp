#include "results/saved_run.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <utility>

#include <fmt/format.h>

#include "base/mapped_file.hpp"
#include "files/read_file.hpp"
#include "report/run_json.hpp"

namespace isorun {
namespace {

std::unexpected<Error> refuse(const std::string& path, std::string_view why, int code = 0) {
  // A merge keeps all results open.
  const char* remedy = code == EMFILE ? "raise the limit of open files (ulimit -Hn)" : "";
  return std::unexpected(Error{Phase::usage, code, fmt::format("{}: {}", path, why), remedy});
}

// Empty, or a file directly below `directory`: a run.json may come from anywhere.
bool is_below(std::string_view directory, std::string_view file) {
  if (file.empty()) return true;
  if (!file.starts_with(directory)) return false;
  file.remove_prefix(directory.size());
  return !file.empty() && file != "." && file != ".." &&
         file.find_first_of(std::string_view("/\0", 2)) == std::string_view::npos;
}

bool keeps_its_places(const RunRecord& run) {
  const auto has_log = [](const auto& record) { return is_below("logs/", record.log); };
  const auto has_logs = [&](const UnitRecord& unit) {
    return has_log(unit) && std::ranges::all_of(unit.attempts, has_log) &&
           std::ranges::all_of(unit.uncounted, has_log);
  };
  return std::ranges::all_of(run.units, has_logs) && std::ranges::all_of(run.handed_on, has_logs) &&
         std::ranges::all_of(run.shards, [](const ShardRecord& shard) {
           return shard.layer.empty() || shard.layer == fmt::format("layers/{}", shard.index);
         });
}

class Log {
 public:
  Log(int directory, const std::string& name)
      : file_(name.empty() ? -1 : ::openat(directory, name.c_str(), flags)), map_(file_.get()) {}
  [[nodiscard]] std::string_view text() const { return map_.text(); }

 private:
  static constexpr int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC;
  UniqueFd file_;
  MappedFile map_;
};

}  // namespace

bool is_unfinished(const RunRecord& run) {
  return run.reason == "unfinished";
}

std::unexpected<Error> refuse_unfinished(const std::string& path) {
  return refuse(path, "this run has not ended: it is still running or was killed");
}

Result<SavedRun> open_saved_run(const std::string& path, Unfinished unfinished) {
  UniqueFd directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return refuse(path, "opening the results directory", errno);
  Result<ResultsLock> lock = ResultsLock::to_read(directory.get(), path);
  if (!lock) return std::unexpected(lock.error());
  const UniqueFd file(::openat(directory.get(), "run.json", O_RDONLY | O_NONBLOCK | O_CLOEXEC));
  if (!file && errno == ENOENT) return refuse(path, "no results there: opening run.json", errno);
  if (!file) return refuse(path, "opening run.json", errno);
  const Result<std::string> text = read_file(file.get(), path + "/run.json");
  if (!text) return refuse(path, "reading run.json", text.error().code);
  Result<RunRecord> record = parse_run_json(*text);
  if (!record) return refuse(path + "/run.json", record.error().what);
  if (!keeps_its_places(*record))
    return refuse(path + "/run.json", "unexpected paths; not written by isorun");
  if (is_unfinished(*record) && unfinished == Unfinished::refused) return refuse_unfinished(path);
  return SavedRun{path, std::move(directory), std::move(*lock), std::move(*record)};
}

void replay(const RunRecord& run, int directory, Terminal& terminal) {
  for (const UnitRecord& unit : run.units) {
    for (std::size_t i = 0; i + 1 < unit.attempts.size(); ++i) {
      const AttemptRecord& attempt = unit.attempts[i];
      if (is_good(attempt.reason)) continue;
      terminal.attempt(unit.name, attempt, static_cast<unsigned>(number_of_attempt(unit, i)),
                       Log(directory, attempt.log).text());
    }
    const bool is_shown = terminal.shows_output_of(unit.reason);
    terminal.unit(unit, Log(directory, is_shown ? unit.log : "").text());
  }
}

unsigned most_tries(const RunRecord& run) {
  std::size_t most = 1;
  for (const UnitRecord& unit : run.units) most = std::max(most, count_attempts(unit));
  return static_cast<unsigned>(most);
}

}  // namespace isorun
