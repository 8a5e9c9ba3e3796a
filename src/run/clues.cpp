#include "run/clues.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <optional>

#include <fmt/format.h>
#include <sys/stat.h>

#include "base/text.hpp"
#include "base/utf8.hpp"
#include "host/mounts.hpp"
#include "run/paths_in_text.hpp"

namespace isorun {
namespace {

bool has_private_network(const Layout& layout) {
  return layout.network != Network::host;
}
bool always(const Layout& /*layout*/) {
  return true;
}

struct Cause {
  std::string_view words;  // printed by programs
  bool (*applies)(const Layout&);
  const char* hint;
};

constexpr const char* network_hint =
    "The network is private, with only loopback; --net host uses the host's";
constexpr const char* socket_hint =
    "Sockets of the host, such as an agent's, a bus's or Docker's, do not answer in a sandbox; "
    "--share SOCKET lets them through";

// The texts of strerror(3), which most programs print, and variants.
constexpr std::array causes = {
    Cause{"Network is unreachable", has_private_network, network_hint},
    Cause{"network is unreachable", has_private_network, network_hint},
    Cause{"ENETUNREACH", has_private_network, network_hint},
    Cause{"Temporary failure in name resolution", has_private_network, network_hint},
    Cause{"Could not resolve host", has_private_network, network_hint},
    Cause{"EAI_AGAIN", has_private_network, network_hint},
    Cause{"Invalid cross-device link", always,
          "\"Invalid cross-device link\": an overlay cannot rename the host's directories; --copy "
          "DIR can"},
    Cause{"Value too large for defined data type", always,
          "\"Value too large for defined data type\": a file has an owner or group that does not "
          "exist in the sandbox; --copy FILE, or --copy DIR, makes it the user's"},
    Cause{"docker.sock", always, socket_hint},
    Cause{"Cannot connect to the Docker daemon", always, socket_hint},
    Cause{"Error connecting to agent", always, socket_hint},
    Cause{"Could not open a connection to your authentication agent", always, socket_hint},
    Cause{"Failed to connect to bus", always, socket_hint},
    Cause{"Failed to connect to socket", always, socket_hint},
};

constexpr std::string_view read_only_words = "Read-only file system";
constexpr std::string_view busy_words = "Device or resource busy";

// The part of the layer that the path lies in; null: the command saw the host's own directory.
const LayerPart* part_of(const std::string& path, const Layer& layer) {
  const LayerPart* innermost = nullptr;
  for (const LayerPart& part : layer.parts)
    if (is_within(path, part.path)) innermost = &part;  // sorted: the last one is the innermost
  return innermost;
}

// Why the host's file at `path` was out of the command's reach, and what helps; nullopt if it was
// not, or the host has none.
std::optional<std::string> out_of_reach(const std::string& path, const Layer& layer) {
  const LayerPart* const part = part_of(path, layer);
  struct stat status {};
  if (part == nullptr || path == part->path || ::lstat(path.c_str(), &status) != 0)
    return std::nullopt;
  const bool is_socket = S_ISSOCK(status.st_mode);
  if (part->kind != LayerPart::Kind::whole && !is_socket) return std::nullopt;
  const std::string own = part->directory + path.substr(part->path.size());
  if (::fstatat(layer.root.get(), own.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0)
    return std::nullopt;
  if (is_socket)
    return fmt::format(
        "{0} is a socket of the host, which does not answer in a sandbox; --share {0} lets it "
        "through",
        printable(path));
  const std::string top = path.substr(0, path.find('/', part->path.size() + 1));
  const bool is_directory = ::stat(top.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
  return fmt::format(
      "{} exists on the host, but lies in a directory that is private in the sandbox; {} {} shows "
      "it",
      printable(path), is_directory ? "--overlay" : "--copy", printable(top));
}

// A single file of the sandbox is a mount point, which rename(2) and unlink(2) refuse.
bool is_mounted_file(const std::string& path, const Layer& layer) {
  const LayerPart* const part = part_of(path, layer);
  return part != nullptr && part->path == path && part->kind == LayerPart::Kind::file;
}

// The option that made it read-only.
std::string reason_of(const std::string& path, const Layout& layout) {
  for (const DirectoryMode& named : layout.directories) {
    if (!is_within(path, named.path)) continue;
    if (named.mode == Mode::read_only) return fmt::format("--read-only {}", printable(named.path));
    if (named.mode == Mode::hide) return fmt::format("--hide {}", printable(named.path));
  }
  return "";
}

}  // namespace

void Clues::examine(std::string_view output, const Layer& layer) {
  const std::string_view last = output.substr(output.size() - std::min(output.size(), most_bytes));
  for (std::size_t i = 0; i < causes.size(); ++i)
    if (last.contains(causes[i].words)) seen_.insert(i);
  for (const std::string_view line : lines(last)) {
    const bool is_read_only = line.contains(read_only_words);
    const bool is_busy = line.contains(busy_words);
    if (!is_read_only && !is_busy && unreachable_.size() >= most_paths) continue;
    for (const std::string_view text : paths_in(line)) {
      const std::string path(text);
      if (is_read_only && read_only_.size() < most_paths) read_only_.insert(path);
      if (is_busy && mounted_.size() < most_paths && is_mounted_file(path, layer))
        mounted_.insert(path);
      if (unreachable_.size() >= most_paths) continue;
      if (auto sentence = out_of_reach(path, layer))
        unreachable_.emplace(path, std::move(*sentence));
    }
  }
}

void Clues::add(const Clues& more) {
  const auto add_some = [](auto& to, const auto& from) {
    for (const auto& each : from)
      if (to.size() < most_paths) to.insert(each);
  };
  seen_.insert(more.seen_.begin(), more.seen_.end());
  add_some(read_only_, more.read_only_);
  add_some(mounted_, more.mounted_);
  add_some(unreachable_, more.unreachable_);
}

std::vector<std::string> Clues::hints(const Layout& layout) const {
  std::vector<std::string> sentences;
  const auto add = [&sentences](std::string sentence) {
    if (std::ranges::find(sentences, sentence) == sentences.end())
      sentences.push_back(std::move(sentence));
  };
  for (const std::size_t cause : seen_)
    if (causes[cause].applies(layout)) add(causes[cause].hint);
  for (const std::string& path : read_only_) {
    const std::string reason = reason_of(path, layout);
    add(reason.empty()
            ? fmt::format("{} is read-only in the sandbox, since the user could not write it, or "
                          "isorun did not find it; --overlay DIR makes a directory copy-on-write",
                          printable(path))
            : fmt::format("{} is read-only by {}", printable(path), reason));
  }
  for (const std::string& path : mounted_)
    add(fmt::format(
        "{} is a mount in the sandbox, because the command names it: it can be written, "
        "but neither replaced nor removed, as it could be in a directory of its own",
        printable(path)));
  for (const auto& [path, sentence] : unreachable_) add(sentence);
  return sentences;
}

}  // namespace isorun
