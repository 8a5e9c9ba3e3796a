#include "collect/merger.hpp"

#include <algorithm>
#include <expected>
#include <iterator>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "base/escaped.hpp"

namespace isorun {

Result<std::unique_ptr<Merger>> Merger::create(std::span<const CollectRequest> requests) {
  auto merger = std::make_unique<Merger>();
  for (const CollectRequest& request : requests) {
    if (const auto added = merger->add(request); !added) return std::unexpected(added.error());
  }
  return merger;
}

Result<void> Merger::add(const CollectRequest& request) {
  if (request.to == CollectRequest::To::host) {
    wanted_.push_back({request});
    return exports_.add(wanted_.size() - 1, request);
  }
  const auto refuse = [&](std::string_view why) {
    return std::unexpected(Error{
        Phase::usage, 0, fmt::format("--collect {}={}: {}", request.pattern, request.rule, why)});
  };
  const Rule* rule = find_rule(request.rule);
  if (!rule) return refuse("no such rule");
  const bool by_default = request.target.empty();
  std::string target = by_default ? default_target(*rule, request.pattern) : request.target;
  if (const auto checked = check_target(target); !checked) return refuse(checked.error().what);

  auto job = std::ranges::find(jobs_, target, &Job::target);
  if (job == jobs_.end()) {
    Job fresh;
    fresh.rule = rule;
    fresh.target = std::move(target);
    fresh.command = request.command;
    fresh.named_after_pattern = by_default && rule->target.empty();
    jobs_.push_back(std::move(fresh));
    job = jobs_.end() - 1;
  } else if (job->rule == rule && job->named_after_pattern && by_default) {
    return refuse(fmt::format("another pattern has the same target, {}; choose one with {}:TARGET",
                              target, rule->name));
  } else if (job->rule != rule || job->command != request.command) {
    return refuse(
        fmt::format("its target {} is also that of the rule {}; choose another with {}:TARGET",
                    target, job->rule->name, rule->name));
  }
  job->requests.push_back(wanted_.size());
  wanted_.push_back({request, static_cast<std::size_t>(job - jobs_.begin())});
  return {};
}

Result<void> Merger::begin(int results_directory) {
  results_directory_ = results_directory;
  if (jobs_.empty() && exports_.is_empty()) return {};
  Result<WorkDirectory> work = WorkDirectory::create(results_directory);
  if (!work) return std::unexpected(work.error());
  work_ = *std::move(work);
  exports_.begin(work_->fd());
  for (Job& job : jobs_)
    job.merge =
        job.rule->start({.directory = work_->fd(),
                         .command = job.command,
                         .is_strict = std::ranges::any_of(job.requests, [this](auto number) {
                           return wanted_[number].request.required;
                         })});
  return {};
}

void Merger::take(const SourceFile& file, std::span<const std::size_t> requests,
                  const Result<std::string_view>& content) {
  const bool is_file = !file.path.empty();
  std::vector<std::size_t> jobs;
  for (const std::size_t request : requests) {
    wanted_[request].matched |= is_file;
    if (is_export(request))
      exports_.take(request, file, content);
    else
      jobs.push_back(wanted_[request].job);
  }
  std::ranges::sort(jobs);
  const auto [begin, end] = std::ranges::unique(jobs);
  jobs.erase(begin, end);
  if (!content && !jobs.empty()) problems_.push_back({content.error(), file});
  for (const std::size_t number : jobs) {
    Job& job = jobs_[number];
    job.files += is_file ? 1 : 0;
    const Result<void> added = content ? add_within_limit(*job.rule, *job.merge, file, *content)
                                       : std::unexpected(content.error());
    if (added) continue;
    ++job.bad_files;
    if (content) problems_.push_back({added.error(), file});
  }
}

Result<Collected> Merger::finish() {
  const std::optional<WorkDirectory> work = std::exchange(work_, std::nullopt);
  Collected collected;
  collected.problems = problems_;
  for (Job& job : jobs_) {
    Output out(work->fd(), fmt::format("result-{}", &job - jobs_.data()));
    if (const auto finished = write_result(job, out, collected); !finished) {
      return std::unexpected(finished.error());
    }
    job.merge.reset();  // and its temporary files: on a full disk, reports need the room
  }
  exports_.finish(collected);
  std::ranges::stable_sort(collected.problems, {}, [](const Problem& problem) {
    return problem.file ? problem.file->shard : std::numeric_limits<std::size_t>::max();
  });
  return collected;
}

MergedFile Merger::written(const Job& job) const {
  MergedFile file{{}, std::string(job.rule->name), job.target, job.files};
  for (const std::size_t request : job.requests)
    file.patterns.push_back(wanted_[request].request.pattern);
  return file;
}

void Merger::tell_unmatched(const Job& job, Collected& collected) const {
  for (const std::size_t number : job.requests) {
    const auto& [request, of_job, matched] = wanted_[number];
    if (matched || request.may_be_missing) continue;
    std::string what =
        fmt::format("--collect {}={}: no {} wrote a file that matches", escaped(request.pattern),
                    job.rule->name, is_of_setups(request) ? "set-up" : "shard");
    if (request.required) {
      collected.problems.push_back({Error{Phase::collect, 0, std::move(what)}});
    } else {
      collected.warnings.push_back(std::move(what));
    }
  }
}

Result<void> Merger::write_result(Job& job, Output& out, Collected& collected) {
  tell_unmatched(job, collected);
  std::size_t bad_files = job.bad_files;
  if (job.files > 0 && bad_files == 0) {
    std::expected<Merged, Problem> merged = write_merged(*job.merge, out);
    if (merged) {
      std::ranges::move(merged->summary, std::back_inserter(collected.summary));
      std::ranges::move(merged->warnings, std::back_inserter(collected.warnings));
      collected.files.push_back(written(job));
      return out.place(results_directory_, job.target);
    }
    if (merged.error().file) ++bad_files;
    collected.problems.push_back(std::move(merged.error()));
  }
  if (bad_files > 0) {
    collected.warnings.push_back(fmt::format(
        "{} was not written: {} of its files could not be merged", escaped(job.target), bad_files));
  }
  // An old result would look like this run's.
  return out.remove_older(results_directory_, job.target);
}

}  // namespace isorun
