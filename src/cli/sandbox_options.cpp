#include "cli/sandbox_options.hpp"

#include <array>
#include <optional>

#include "cli/option_values.hpp"

namespace isorun {
namespace {

struct DirectoryOption {
  const char* name;
  Mode mode;
  const char* help;
};

constexpr std::array directory_options = {
    DirectoryOption{"--overlay", Mode::overlay,
                    "show DIR copy-on-write: writes go to the shard's layer"},
    DirectoryOption{"--copy", Mode::copy,
                    "show a private copy of DIR, for what overlays cannot do (isorun(1))"},
    DirectoryOption{"--tmpfs", Mode::tmpfs, "show DIR private and empty"},
    DirectoryOption{"--read-only", Mode::read_only, "show DIR read-only: writing fails with EROFS"},
    DirectoryOption{"--share", Mode::share, "share the host's DIR: writes go through"},
    DirectoryOption{"--hide", Mode::hide, "hide DIR: show it empty and read-only"},
};

const Choices<Network> networks = {{"private", Network::slot},
                                   {"fresh", Network::fresh},
                                   {"host", Network::host},
                                   {"none", Network::none}};
const Choices<Proc> procs = {{"private", Proc::own}, {"host", Proc::host}};
const Choices<Isolation> isolations = {{"everything", Isolation::everything},
                                       {"declared", Isolation::declared}};

Result<Bind> read_bind(const std::string& word) {
  const std::size_t colon = word.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == word.size())
    return refuse(fmt::format("--bind {}: must be SRC:DST", word));
  return Bind{word.substr(0, colon), word.substr(colon + 1)};
}

}  // namespace

void SandboxOptions::add_to(CLI::App& app) {
  const char* const group = "Sandbox";
  for (const DirectoryOption& entry : directory_options) {
    const auto add = [this, mode = entry.mode](const std::string& path) {
      directories_.emplace_back(mode, path);
    };
    app.add_option_function<std::string>(entry.name, add, entry.help)
        ->type_name("DIR")
        ->trigger_on_parse()
        ->group(group);
  }
  const auto add_bind = [this](const std::string& word) { binds_.push_back(word); };
  app.add_option_function<std::string>("--bind", add_bind, "share the host's SRC at DST")
      ->type_name("SRC:DST")
      ->trigger_on_parse()
      ->group(group);
  app.add_option("--net", network_,
                 "private (default): one network per slot; fresh: one per shard; host; none")
      ->type_name("MODE")
      ->group(group);
  app.add_option(
         "--proc", proc_,
         "private (default), or host: the existing /proc, read-only, for containers that forbid "
         "mounting a new one")
      ->type_name("MODE")
      ->group(group);
  app.add_option("--isolate", isolation_,
                 "everything (default), or declared: only directories named by options")
      ->type_name("WHAT")
      ->group(group);
  app.add_flag("--no-userns", no_user_namespaces_, "forbid user namespaces inside the sandbox")
      ->group(group);
  app.add_option("--scratch", scratch_, "keep layers on disk in DIR, not in memory")
      ->type_name("DIR")
      ->group(group);
  app.add_option("--scratch-size", scratch_size_,
                 "limit what a shard can write, e.g. 512M (default: memory / 2 / slots)")
      ->type_name("SIZE")
      ->group(group);
}

Result<void> SandboxOptions::read(Layout& layout) const {
  for (const auto& [mode, path] : directories_) layout.directories.push_back({path, mode});
  for (const std::string& word : binds_) {
    Result<Bind> bind = read_bind(word);
    if (!bind) return std::unexpected(bind.error());
    layout.binds.push_back(std::move(*bind));
  }
  if (Result<void> good = choose(networks, "--net", network_, layout.network); !good) return good;
  if (Result<void> good = choose(procs, "--proc", proc_, layout.proc); !good) return good;
  if (Result<void> good = choose(isolations, "--isolate", isolation_, layout.isolation); !good)
    return good;
  layout.user_namespaces = !no_user_namespaces_;
  layout.scratch = scratch_;
  if (scratch_size_.empty()) return {};
  const std::optional<std::uint64_t> size = parse_size(scratch_size_);
  if (!size)
    return refuse(fmt::format("--scratch-size {}: must be like 512M or 2G", scratch_size_));
  if (!scratch_.empty())
    return refuse("--scratch-size limits memory; with --scratch the disk is the limit");
  layout.scratch_bytes = *size;
  return {};
}

}  // namespace isorun
