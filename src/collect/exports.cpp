#include "collect/exports.hpp"

#include <algorithm>
#include <cerrno>
#include <expected>
#include <fcntl.h>
#include <iterator>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>

#include "base/escaped.hpp"
#include "files/files.hpp"
#include "files/host_place.hpp"
#include "files/host_tree.hpp"
#include "files/output.hpp"

namespace isorun {

namespace {

std::unexpected<Error> fail(std::string what, int code = 0) {
  return std::unexpected(Error{Phase::collect, code, std::move(what)});
}

// Places the files of a rule whose result is a directory of paths.
Result<void> place_tree(int directory, const std::string& path, std::vector<std::string>& placed) {
  for (const std::string& name : names_in(directory)) {
    const std::string whole = fmt::format("{}/{}", path, name);
    const UniqueFd file(
        ::openat(directory, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
    struct stat status = {};
    if (!file || ::fstat(file.get(), &status) != 0)
      return fail(fmt::format("reading the result for {}", escaped(whole)), errno);
    if (S_ISDIR(status.st_mode)) {
      if (auto done = place_tree(file.get(), whole, placed); !done) return done;
      continue;
    }
    if (auto done = place_on_host(file.get(), whole, status.st_mode); !done) return done;
    placed.push_back(whole);
  }
  return {};
}

// Returns the paths that were written.
Result<std::vector<std::string>> place_result(Output& out, const std::string& place, mode_t mode) {
  const Result<UniqueFd> made = out.open_result();
  if (!made) return std::unexpected(made.error());
  struct stat status = {};
  if (::fstat(made->get(), &status) != 0) return fail("reading the merged file", errno);
  std::vector<std::string> placed;
  Result<void> done;
  if (S_ISDIR(status.st_mode)) {
    done = place_tree(made->get(), "", placed);
  } else {
    done = place_on_host(made->get(), place, mode);
    placed.push_back(place);
  }
  if (!done) return std::unexpected(done.error());
  return placed;
}

}  // namespace

Result<void> Exports::add(std::size_t number, const CollectRequest& request) {
  const Rule* rule = request.rule.empty() ? nullptr : find_rule(request.rule);
  if (const Result<void> checked = check_request(request); !checked) return checked;
  jobs_.emplace(number, Job{.request = request, .rule = rule});
  return {};
}

void Exports::begin(int work) {
  work_ = work;
  contents_.emplace(work);
}

void Exports::take(std::size_t number, const SourceFile& file,
                   const Result<std::string_view>& content) {
  Job& job = jobs_.at(number);
  if (file.has_failed && !job.request.from_failed) {
    if (file.path.empty()) return;
    const auto [withheld, is_new] = job.withheld.emplace(file.path, file.shard);
    if (!is_new) withheld->second = std::min(withheld->second, file.shard);
    return;
  }
  const std::string& place = job.request.target.empty() ? file.path : job.request.target;
  Part part{file, contents_->size(), content ? content->size() : 0};
  const Result<void> added =
      content ? contents_->append(*content) : std::unexpected(content.error());
  if (added) {
    job.places[place].push_back(std::move(part));
    return;
  }
  job.bad.insert(place);
  problems_.push_back({added.error(), file});
}

void Exports::finish(Collected& collected) {
  std::ranges::move(problems_, std::back_inserter(collected.problems));
  for (const auto& [number, job] : jobs_) finish(job, collected);
  contents_.reset();
}

void Exports::finish(const Job& job, Collected& collected) const {
  for (const auto& [place, parts] : job.places) {
    if (job.bad.contains(place)) continue;
    std::optional<Problem> problem = write(job, place, parts, collected);
    if (problem) collected.problems.push_back(*std::move(problem));
  }
  tell_missing(job, collected);
}

void Exports::tell_missing(const Job& job, Collected& collected) const {
  std::vector<std::string> withheld;
  for (const auto& [path, shard] : job.withheld)
    if (!job.places.contains(path))
      withheld.push_back(fmt::format("{} of shard {}", escaped(path), shard));
  if (!withheld.empty()) {
    constexpr std::size_t most = 3;
    const std::size_t count = withheld.size();
    const bool is_cut = count > most;
    if (is_cut) withheld.resize(most);
    collected.warnings.push_back(fmt::format(
        "not exported, since a unit of the shard failed: {}{}; --export-failed exports "
        "{} as well",
        fmt::join(withheld, ", "), is_cut ? fmt::format(" and {} more", count - most) : "",
        count == 1 ? "it" : "them"));
  }
  const bool is_missing = job.places.empty() && job.withheld.empty() && job.bad.empty();
  if (!is_missing || job.request.may_be_missing) return;
  std::string what = fmt::format("{}: no shard wrote a file that matches", words_of(job.request));
  if (job.request.required)
    collected.problems.push_back({Error{Phase::collect, 0, std::move(what)}});
  else
    collected.warnings.push_back(std::move(what));
}

std::optional<Problem> Exports::write(const Job& job, const std::string& place,
                                      std::vector<Part> parts, Collected& collected) const {
  std::ranges::stable_sort(parts, {}, [](const Part& part) { return part.file.shard; });
  // One directory per result, because rules leave temporary files beside it.
  Result<WorkDirectory> work = WorkDirectory::create(work_);
  if (!work) return Problem{work.error()};
  Output out(work->fd(), "result");
  std::optional<Problem> problem = make(job, parts, out, collected);
  if (problem) return problem;
  const Result<std::vector<std::string>> placed = place_result(out, place, parts.front().file.mode);
  if (!placed) return Problem{placed.error()};
  for (const std::string& path : *placed)
    collected.exported.push_back({path, job.request.rule, parts.size()});
  return std::nullopt;
}

std::optional<Problem> Exports::make(const Job& job, const std::vector<Part>& parts, Output& out,
                                     Collected& collected) const {
  if (job.rule == nullptr) return compare(parts, out);
  const std::unique_ptr<Merge> merge = job.rule->start({.directory = out.directory(),
                                                        .command = job.request.command,
                                                        .is_strict = job.request.required,
                                                        .last_counts = true});
  for (const Part& part : parts) {
    const Result<Content> content = content_of(part);
    if (!content) return Problem{content.error(), part.file};
    if (const auto added = add_within_limit(*job.rule, *merge, part.file, content->text()); !added)
      return Problem{added.error(), part.file};
  }
  std::expected<Merged, Problem> merged = write_merged(*merge, out);
  if (!merged) return std::move(merged.error());
  std::ranges::move(merged->warnings, std::back_inserter(collected.warnings));
  return std::nullopt;
}

std::optional<Problem> Exports::compare(const std::vector<Part>& parts, Output& out) const {
  const Result<Content> first = content_of(parts.front());
  if (!first) return Problem{first.error(), parts.front().file};
  for (const Part& part : parts) {
    const Result<Content> content = content_of(part);
    if (!content) return Problem{content.error(), part.file};
    if (content->text() != first->text())
      return Problem{{Phase::collect, 0,
                      fmt::format("differs from shard {}; --export PATTERN=RULE merges such files",
                                  escaped(parts.front().file.shard_name))},
                     part.file};
  }
  out.write(first->text());
  return std::nullopt;
}

}  // namespace isorun
