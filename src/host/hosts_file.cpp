#include "host/hosts_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace isorun {
namespace {

std::vector<std::string_view> words(std::string_view line) {
  std::vector<std::string_view> found;
  line = line.substr(0, line.find('#'));
  for (std::size_t begin; (begin = line.find_first_not_of(" \t")) != std::string_view::npos;) {
    line.remove_prefix(begin);
    const std::size_t end = std::min(line.find_first_of(" \t"), line.size());
    found.push_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return found;
}

bool maps(std::string_view content, std::string_view address, std::string_view name) {
  for (const std::string_view line : lines(content)) {
    const std::vector<std::string_view> found = words(line);
    if (found.empty() || (!address.empty() && found[0] != address)) continue;
    if (std::find(found.begin() + 1, found.end(), name) != found.end()) return true;
  }
  return false;
}

}  // namespace

std::string missing_hosts(const std::string& content, const std::string& hostname) {
  std::string missing;
  if (!maps(content, "127.0.0.1", "localhost")) missing += "127.0.0.1 localhost\n";
  if (!maps(content, "::1", "localhost")) missing += "::1 localhost\n";
  if (!hostname.empty() && !maps(content, "", hostname)) missing += "127.0.0.1 " + hostname + "\n";
  return missing;
}

std::optional<HostsFile> complete_hosts_file(const std::string& hostname) {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::canonical("/etc/hosts", error);
  if (error) return std::nullopt;
  std::ifstream file(path);
  std::string content{std::istreambuf_iterator<char>(file), {}};
  const std::string missing = missing_hosts(content, hostname);
  if (missing.empty()) return std::nullopt;
  if (!content.empty() && !content.ends_with('\n')) content.push_back('\n');
  return HostsFile{path.string(), content + missing};
}

}  // namespace isorun
