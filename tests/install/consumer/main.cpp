// What another program does with the installed library: a command in a sandbox, and what it wrote.
#include <cstdio>

#include <isorun/sandbox.hpp>

namespace {

int complain(const isorun::Error& error) {
  std::fprintf(stderr, "%s\n", to_string(error).c_str());
  return 1;
}

}  // namespace

int main() {
  auto sandbox = isorun::Sandbox::open(
      {.directories = {{"/tmp", isorun::Mode::tmpfs}}, .working_directory = "/"});
  if (!sandbox) return complain(sandbox.error());
  auto shard = sandbox->start({.argv = {"/bin/sh", "-c", "echo 42 > /tmp/answer"}});
  if (!shard) return complain(shard.error());
  const isorun::Ending ending = shard->wait();
  if (ending.how == isorun::Ending::How::setup_failed) return complain(ending.error);
  const auto walked = isorun::walk(shard->layer(), [](const isorun::LayerEntry& entry) {
    std::puts(entry.path.c_str());
    return isorun::Walk::next;
  });
  return walked ? ending.code : complain(walked.error());
}
