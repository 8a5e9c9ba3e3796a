// What another program does with the installed library: a command in a sandbox, and what it wrote.
#include <cstdio>

#include <isorun/sandbox.hpp>

int main() {
  isorun::Result<isorun::Sandbox> sandbox =
      isorun::Sandbox::open({.directories = {{"/tmp", isorun::Mode::tmpfs}}});
  if (!sandbox) return std::fprintf(stderr, "%s\n", to_string(sandbox.error()).c_str()), 1;
  isorun::Result<isorun::Shard> shard =
      sandbox->start({.argv = {"/bin/sh", "-c", "echo 42 > /tmp/answer"}});
  if (!shard) return std::fprintf(stderr, "%s\n", to_string(shard.error()).c_str()), 1;
  if (shard->wait().how != isorun::Ending::How::exited) return 1;
  const auto print = [](const isorun::LayerEntry& entry) {
    return std::puts(entry.path.c_str()), isorun::Walk::next;
  };
  return isorun::walk(shard->layer(), print) ? 0 : 1;
}
