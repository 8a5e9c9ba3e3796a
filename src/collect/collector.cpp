#include "collect/collector.hpp"

#include <algorithm>
#include <expected>
#include <iterator>
#include <limits>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "collect/files.hpp"
#include "collect/readable.hpp"

namespace isorun {

namespace {

// Counts a layer while it is walked.
class Meter {
 public:
  void count(const LayerEntry& entry) {
    if (entry.deleted || S_ISDIR(entry.status.st_mode)) return;
    const bool linked = entry.status.st_nlink > 1;
    if (linked && !links_.emplace(entry.status.st_dev, entry.status.st_ino).second) return;
    ++use_.files;
    if (S_ISREG(entry.status.st_mode)) {
      use_.bytes += static_cast<std::uint64_t>(entry.status.st_size);
    }
  }
  [[nodiscard]] const LayerUse& use() const { return use_; }

 private:
  LayerUse use_;
  std::set<std::pair<dev_t, ino_t>> links_;
};

}  // namespace

Result<Collector> Collector::create(const std::vector<CollectRequest>& requests,
                                    std::string_view home, std::string_view working_directory) {
  Collector collector;
  for (const CollectRequest& request : requests) {
    if (const auto added = collector.add(request, home, working_directory); !added) {
      return std::unexpected(added.error());
    }
  }
  return collector;
}

Result<void> Collector::add(const CollectRequest& request, std::string_view home,
                            std::string_view working_directory) {
  const auto refuse = [&](std::string_view why) {
    return std::unexpected(Error{
        Phase::usage, 0, fmt::format("--collect {}={}: {}", request.pattern, request.rule, why)});
  };
  Result<Pattern> pattern = Pattern::create(request.pattern, home, working_directory);
  if (!pattern) return std::unexpected(pattern.error());
  const Rule* rule = find_rule(request.rule);
  if (!rule) return refuse("there is no such rule");
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
    return refuse(fmt::format("another pattern has the same target, {}; name one with {}:TARGET",
                              target, rule->name));
  } else if (job->rule != rule || job->command != request.command) {
    return refuse(
        fmt::format("its target {} is that of another rule, {}; give it one of its own "
                    "with {}:TARGET",
                    target, job->rule->name, rule->name));
  }
  job->wanted.push_back({*std::move(pattern), request.required});
  return {};
}

Result<void> Collector::begin(int results_directory) {
  results_directory_ = results_directory;
  if (jobs_.empty()) return {};
  Result<WorkDirectory> work = WorkDirectory::create(results_directory);
  if (!work) return std::unexpected(work.error());
  work_ = *std::move(work);
  for (Job& job : jobs_)
    job.merge = job.rule->start({.directory = work_->fd(), .command = job.command});
  return {};
}

LayerUse Collector::take(std::size_t shard, std::string_view shard_name, const Layer& layer,
                         const std::function<void(const LayerEntry&)>& also) {
  Meter meter;
  SourceFile file{shard, std::string(shard_name), ""};
  const Result<void> walked = walk(layer, [&](const LayerEntry& entry) {
    meter.count(entry);
    also(entry);
    if (!entry.deleted && !S_ISDIR(entry.status.st_mode)) {
      file.path = entry.path;
      file.modified = entry.status.st_mtim;
      file.mode = entry.status.st_mode;
      offer(file, entry);
    }
    return Walk::next;
  });
  if (!walked) {
    // Any pattern could have matched in what was not seen.
    for (Job& job : jobs_) ++job.bad_files;
    file.path.clear();
    problems_.push_back({walked.error(), std::move(file)});
  }
  return meter.use();
}

void Collector::offer(const SourceFile& file, const LayerEntry& entry) {
  for (Job& job : jobs_) {
    bool matches = false;
    for (Wanted& wanted : job.wanted) {
      if (!wanted.pattern.matches(file.path)) continue;
      wanted.matched = true;
      matches = true;
    }
    if (!matches) continue;
    ++job.files;
    const Result<std::string> content = read_regular_file(entry.directory, entry.name);
    const Result<void> added =
        content ? job.merge->add(file, *content) : std::unexpected(content.error());
    if (added) continue;
    ++job.bad_files;
    problems_.push_back({added.error(), file});
  }
}

Result<Collected> Collector::finish() {
  const std::optional<WorkDirectory> work = std::exchange(work_, std::nullopt);
  Collected collected;
  collected.problems = problems_;
  for (Job& job : jobs_) {
    Output out(work->fd(), fmt::format("result-{}", &job - jobs_.data()));
    if (const auto finished = write_result(job, out, collected); !finished) {
      return std::unexpected(finished.error());
    }
    job.merge.reset();  // with its copies: on a disk that is full the reports need their room
  }
  std::ranges::stable_sort(collected.problems, {}, [](const Problem& problem) {
    return problem.file ? problem.file->shard : std::numeric_limits<std::size_t>::max();
  });
  return collected;
}

MergedFile Collector::written(const Job& job) {
  MergedFile file{{}, std::string(job.rule->name), job.target, job.files};
  for (const Wanted& wanted : job.wanted) file.patterns.push_back(wanted.pattern.text());
  return file;
}

void Collector::tell_unmatched(const Job& job, Collected& collected) {
  for (const Wanted& wanted : job.wanted) {
    if (wanted.matched) continue;
    std::string what = fmt::format("--collect {}={}: no shard wrote a file that matches",
                                   readable(wanted.pattern.text()), job.rule->name);
    if (wanted.required) {
      collected.problems.push_back({Error{Phase::collect, 0, std::move(what)}});
    } else {
      collected.warnings.push_back(std::move(what));
    }
  }
}

Result<void> Collector::write_result(Job& job, Output& out, Collected& collected) {
  tell_unmatched(job, collected);
  std::size_t bad_files = job.bad_files;
  if (job.files > 0 && bad_files == 0) {
    std::expected<Merged, Problem> merged = job.merge->merge(out);
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
        "{} was not written: {} of its files could not be taken", readable(job.target), bad_files));
  }
  // An old result would pass for this run's.
  return out.remove_older(results_directory_, job.target);
}

}  // namespace isorun
