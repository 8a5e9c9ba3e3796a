#include "rules/spool.hpp"

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

#include "base/interruption.hpp"

namespace isorun {

namespace {

// Precedes the path and content of each file.
struct Header {
  std::uint64_t path_size = 0;
  std::uint64_t content_size = 0;
  timespec modified = {};
  mode_t mode = 0;
};

}  // namespace

Result<void> Spool::add(const SourceFile& file, std::string_view content) {
  const auto [shard, is_new] =
      shards_.try_emplace(file.shard, Range{file.shard_name, records_.size(), 0});
  const Header header{file.path.size(), content.size(), file.modified, file.mode};
  std::string head(sizeof header, '\0');
  std::memcpy(head.data(), &header, sizeof header);
  head += file.path;
  Result<void> added = records_.append(head);
  if (added) added = records_.append(content);
  shard->second.end = records_.size();
  ++files_;
  return added;
}

std::expected<void, Problem> Spool::each(const Visit& visit) const {
  for (const auto& [shard, range] : shards_) {
    if (auto visited = each_of(shard, visit); !visited) return visited;
  }
  return {};
}

std::expected<void, Problem> Spool::each_of(std::size_t shard, const Visit& visit) const {
  const Range& range = shards_.at(shard);
  SourceFile file{shard, range.name, ""};
  const auto fail = [&](const Error& error) { return std::unexpected(Problem{error, file}); };
  for (std::uint64_t at = range.begin; at < range.end;) {
    if (is_interrupted()) return fail(Error{Phase::collect, errno, "merging it"});
    const Result<Content> head = records_.read(at, sizeof(Header));
    if (!head) return fail(head.error());
    Header header;
    std::memcpy(&header, head->text().data(), sizeof header);
    at += sizeof header;
    const Result<Content> record = records_.read(at, header.path_size + header.content_size);
    if (!record) return fail(record.error());
    const std::string_view text = record->text();
    at += text.size();
    file.path = text.substr(0, header.path_size);
    file.modified = header.modified;
    file.mode = header.mode;
    const Result<void> visited = visit(file, text.substr(header.path_size));
    if (!visited) return fail(visited.error());
  }
  return {};
}

std::expected<void, Problem> Spool::write_to(Output& out) const {
  return each([&out](const SourceFile&, std::string_view content) -> Result<void> {
    out.write(content);
    return {};
  });
}

std::vector<std::size_t> Spool::shards() const {
  std::vector<std::size_t> numbers;
  for (const auto& [shard, range] : shards_) numbers.push_back(shard);
  return numbers;
}

}  // namespace isorun
