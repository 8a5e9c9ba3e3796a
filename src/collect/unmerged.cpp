#include "collect/unmerged.hpp"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/json.hpp"

namespace isorun {
namespace {

constexpr std::string_view first_line = "isorun unmerged 1\n";

// More shards than a run can have; small enough that the sum over all slices does not overflow.
constexpr std::uint64_t most_shards = 1UL << 32;

template <class Write>
std::string line(Write write) {
  json::Line written;
  json::LineWriter& out = written.out;
  out.StartObject();
  write(out);
  out.EndObject();
  return written.take() + "\n";
}

void write_request(json::LineWriter& out, const CollectRequest& request) {
  out.StartObject();
  json::write_bytes(out, "pattern", request.pattern);
  json::write_bytes(out, "rule", request.rule);
  json::write_bytes(out, "target", request.target);
  json::write_bytes(out, "command", request.command);
  out.Key("required");
  out.Bool(request.required);
  out.Key("export");
  out.Bool(request.to == CollectRequest::To::host);
  out.Key("from_failed");
  out.Bool(request.from_failed);
  out.Key("may_be_missing");
  out.Bool(request.may_be_missing);
  out.EndObject();
}

std::optional<CollectRequest> parse_request(const json::Value& value) {
  const auto pattern = json::bytes_in(value, "pattern");
  const auto rule = json::bytes_in(value, "rule");
  const auto target = json::bytes_in(value, "target");
  const auto command = json::bytes_in(value, "command");
  const auto required = json::bool_in(value, "required");
  const auto is_export = json::bool_in(value, "export");
  const auto from_failed = json::bool_in(value, "from_failed");
  const auto may_be_missing = json::bool_in(value, "may_be_missing");
  if (!pattern || !rule || !target || !command || !required || !is_export || !from_failed ||
      !may_be_missing)
    return std::nullopt;
  return CollectRequest{.pattern = *pattern,
                        .rule = *rule,
                        .target = *target,
                        .command = *command,
                        .required = *required,
                        .to = *is_export ? CollectRequest::To::host : CollectRequest::To::results,
                        .from_failed = *from_failed,
                        .may_be_missing = *may_be_missing};
}

void write_head(json::LineWriter& out, const SourceFile& file,
                std::span<const std::size_t> requests, const Result<std::string_view>& content) {
  out.Key("shard");
  out.Uint64(file.shard);
  out.Key("requests");
  out.StartArray();
  for (const std::size_t request : requests) out.Uint64(request);
  out.EndArray();
  json::write_bytes(out, "path", file.path);
  out.Key("modified");
  out.StartArray();
  out.Int64(file.modified.tv_sec);
  out.Int64(file.modified.tv_nsec);
  out.EndArray();
  out.Key("mode");
  out.Uint64(file.mode);
  out.Key("failed");
  out.Bool(file.has_failed);
  out.Key("size");
  out.Uint64(content ? content->size() : 0);
  if (content) return;
  out.Key("code");
  out.Uint64(static_cast<unsigned>(content.error().code));
  json::write_bytes(out, "error", content.error().what);
  json::write_bytes(out, "remedy", content.error().remedy);
}

struct Head {
  SourceFile file{};
  std::vector<std::size_t> requests{};
  std::uint64_t size = 0;
  std::optional<Error> error{};
};

std::optional<Head> parse_head(std::string_view text, std::size_t requests) {
  const auto document = json::parse(text);
  if (!document) return std::nullopt;
  const auto shard = json::count_in(*document, "shard");
  auto path = json::bytes_in(*document, "path");
  const auto mode = json::count_in(*document, "mode");
  const auto size = json::count_in(*document, "size");
  const auto has_failed = json::bool_in(*document, "failed");
  const json::Value* time = json::array_in(*document, "modified");
  const json::Value* wanted = json::array_in(*document, "requests");
  const bool has_time =
      time != nullptr && time->Size() == 2 && (*time)[0].IsInt64() && (*time)[1].IsInt64();
  const bool has_shard = shard && (*shard < most_shards || *shard == build_shard);
  if (!has_shard || !path || !mode || *mode > UINT32_MAX || !size || !has_failed || !has_time ||
      wanted == nullptr)
    return std::nullopt;
  Head head{.file = {.shard = *shard,
                     .shard_name = "",
                     .path = std::move(*path),
                     .modified = {(*time)[0].GetInt64(), (*time)[1].GetInt64()},
                     .mode = static_cast<mode_t>(*mode),
                     .has_failed = *has_failed},
            .size = *size};
  for (const json::Value& request : wanted->GetArray()) {
    if (!request.IsUint64() || request.GetUint64() >= requests) return std::nullopt;
    head.requests.push_back(request.GetUint64());
  }
  if (const auto what = json::bytes_in(*document, "error")) {
    const auto code = json::count_in(*document, "code");
    const auto remedy = json::bytes_in(*document, "remedy");
    if (!code || *code > INT32_MAX || !remedy) return std::nullopt;
    head.error = Error{Phase::collect, static_cast<int>(*code), *what, *remedy};
  }
  return head;
}

class Keeping final : public Intake {
 public:
  explicit Keeping(std::vector<CollectRequest> requests) : requests_(std::move(requests)) {}

  Result<void> begin(int results_directory) override {
    results_directory_ = results_directory;
    Result<WorkDirectory> work = WorkDirectory::create(results_directory);
    if (!work) return std::unexpected(work.error());
    work_ = *std::move(work);
    out_.emplace(work_->fd(), unmerged_name);
    out_->write(first_line);
    out_->write(line([this](json::LineWriter& out) {
      out.Key("requests");
      out.StartArray();
      for (const CollectRequest& request : requests_) write_request(out, request);
      out.EndArray();
    }));
    return {};
  }

  void take(const SourceFile& file, std::span<const std::size_t> requests,
            const Result<std::string_view>& content) override {
    out_->write(line([&](json::LineWriter& out) { write_head(out, file, requests, content); }));
    if (content) out_->write(*content);
    out_->write("\n");
    ++files_;
  }

  Result<Collected> finish() override {
    const std::optional<WorkDirectory> work = std::exchange(work_, std::nullopt);
    out_->write(line([this](json::LineWriter& out) {
      out.Key("files");
      out.Uint64(files_);
    }));
    if (const auto placed = out_->place(results_directory_, unmerged_name); !placed)
      return std::unexpected(placed.error());
    return Collected{};
  }

 private:
  std::vector<CollectRequest> requests_;
  std::uint64_t files_ = 0;
  int results_directory_ = -1;
  std::optional<WorkDirectory> work_;
  std::optional<Output> out_;
};

// Removes and returns the first line of `text`; nullopt if there is no line end.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view taken = text.substr(0, end);
  text.remove_prefix(end + 1);
  return taken;
}

std::optional<std::vector<CollectRequest>> parse_requests(std::string_view text) {
  const auto document = json::parse(text);
  const json::Value* list = document ? json::array_in(*document, "requests") : nullptr;
  if (list == nullptr) return std::nullopt;
  std::vector<CollectRequest> requests;
  for (const json::Value& value : list->GetArray()) {
    std::optional<CollectRequest> request = parse_request(value);
    if (!request) return std::nullopt;
    requests.push_back(std::move(*request));
  }
  return requests;
}

// Calls `visit` with every record; false if isorun did not write them.
bool each_record(std::string_view records, std::size_t requests,
                 const std::function<void(Head&& head, std::string_view content)>& visit) {
  std::uint64_t files = 0;
  std::set<std::size_t> shards;
  std::optional<std::size_t> shard;
  while (const auto text = take_line(records)) {
    if (records.empty()) {
      const auto last = json::parse(*text);
      return last && json::count_in(*last, "files") == files;
    }
    std::optional<Head> head = parse_head(*text, requests);
    const bool is_whole = head && head->size < records.size() && records[head->size] == '\n';
    if (!is_whole) return false;
    // Rules want the files of one shard one after another.
    const bool is_next = shard != head->file.shard;
    if (is_next && !shards.insert(head->file.shard).second) return false;
    shard = head->file.shard;
    const std::string_view content = records.substr(0, head->size);
    records.remove_prefix(head->size + 1);
    visit(std::move(*head), content);
    ++files;
  }
  return false;
}

}  // namespace

std::unique_ptr<Intake> keep_unmerged(std::vector<CollectRequest> requests) {
  return std::make_unique<Keeping>(std::move(requests));
}

Result<Unmerged> Unmerged::parse(std::string_view text) {
  const std::unexpected refusal(Error{
      Phase::usage, 0, fmt::format("{} is truncated or was not written by isorun", unmerged_name)});
  if (!text.starts_with(first_line)) return refusal;
  text.remove_prefix(first_line.size());
  const std::optional<std::string_view> head = take_line(text);
  std::optional<std::vector<CollectRequest>> requests;
  if (head) requests = parse_requests(*head);
  if (!requests || !each_record(text, requests->size(), [](auto&&...) {})) return refusal;
  return Unmerged(std::move(*requests), text);
}

void Unmerged::give(Intake& intake, const Numbers& numbers,
                    const std::set<std::size_t>& left_out) const {
  each_record(records_, requests_.size(), [&](Head&& head, std::string_view content) {
    if (left_out.contains(head.file.shard)) return;
    const bool is_build = head.file.shard == build_shard;
    head.file.shard = is_build ? numbers.build : head.file.shard + numbers.first_shard;
    head.file.shard_name = is_build ? "build" : fmt::format("{}", head.file.shard);
    if (head.error)
      intake.take(head.file, head.requests, std::unexpected(*head.error));
    else
      intake.take(head.file, head.requests, content);
  });
}

}  // namespace isorun
