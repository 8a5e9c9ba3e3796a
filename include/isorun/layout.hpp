// What a sandbox shows its command: pure data, checked by Sandbox::open.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace isorun {

// How a sandbox shows a directory.
enum class Mode {
  overlay,    // the host's content; writes go to the layer
  copy,       // a private copy, made beforehand, for what an overlay cannot do
  tmpfs,      // private and empty
  read_only,  // the host's content; writing fails with EROFS
  share,      // the host's own directory: writes go through
  hide,       // empty and read-only
};

enum class Network {
  slot,   // private with loopback up; simultaneous shards of one slot share it
  fresh,  // private with loopback up; each shard has its own
  host,   // the host's
  none,   // private, with loopback down
};

// What a sandbox shows at /proc.
enum class Proc {
  own,   // a new one, with only the sandbox's processes
  host,  // the caller's, read-only: its process numbers mean nothing to kill(2) in the sandbox
};

enum class Isolation {
  everything,  // what the user can write is copy-on-write or private, the rest read-only
  declared,    // only the named directories are isolated
};

struct DirectoryMode {
  std::string path;  // absolute or relative to Layout::working_directory; need not exist
  Mode mode = Mode::overlay;
};

// A host file or directory shown elsewhere, writable like Mode::share.
struct Bind {
  std::string source;  // on the host; must exist
  std::string target;  // in the sandbox; created there if it does not exist
};

struct Layout {
  std::vector<DirectoryMode> directories = {};
  std::vector<Bind> binds = {};
  Isolation isolation = Isolation::everything;
  Network network = Network::slot;
  Proc proc = Proc::own;
  bool user_namespaces = true;         // whether the command may create its own
  std::string terminal = {};           // host device to show as /dev/console; empty: none
  std::string working_directory = {};  // absolute; empty: the caller's
  // Host paths that the command does not see. Where the sandbox shows the host's own directory
  // (Mode::share, Mode::read_only), they appear empty. Paths that contain the working directory, or
  // anything named above, stay visible.
  std::vector<std::string> absent = {};
  bool results_directory = false;         // give each shard a Sandbox::results_directory()
  std::vector<std::string> visible = {};  // paths that the command needs: below a private /tmp
                                          // they stay visible; need not exist
  std::string scratch = {};         // an existing directory on disk for the layers; empty: a tmpfs
  std::uint64_t scratch_bytes = 0;  // size limit of one layer on a tmpfs; 0: its slot's share
  bool traces = false;              // whether commands can be traced
  unsigned slots = 1;               // simultaneous shards: their layers share half the memory
};

}  // namespace isorun
