// The race of two workers over one sessions directory, step by step.
//
//   race_timeline WORKER START [TICK]
//
// WORKER is 0 or 1. START is when the timeline starts, in milliseconds since the epoch: the same
// for both. TICK is what 10 ms of the story take here, in milliseconds: 300 unless given. Exit 0:
// every read found its session, 1: one did not, 2: wrong usage, 3: a step came too late for the
// story to be this one.
//
//   0  W0 creates its session          30  W1's test ends: clean-up; the next one creates its
//   session 10 W1 creates its session          40 W0 reads its own again; its test ends: clean-up
//   20 W0 reads its own                50 W1 reads its own
#include <charconv>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>
#include <thread>

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::system_clock;

const fs::path sessions = "/workspace/data/sessions";

void create(const fs::path& session) {
  fs::create_directories(session);
  std::ofstream(session / "state") << "active";
}

bool read(const fs::path& session) {
  const bool found = std::ifstream(session / "state").is_open();
  std::printf("%s: %s\n", session.filename().c_str(), found ? "read" : "session not found");
  return found;
}

void clean_up() {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(sessions, ignored)) {
    if (entry.path().filename().string().starts_with("test-")) fs::remove_all(entry, ignored);
  }
}

struct Timeline {
  system_clock::time_point start;
  milliseconds tick;
  bool kept = true;

  void wait_for(int step) {
    const system_clock::time_point due = start + step * tick;
    std::this_thread::sleep_until(due);
    kept = kept && system_clock::now() < due + tick / 2;
  }
};

bool worker_0(Timeline& time) {
  const fs::path session = sessions / "test-session-abc123";
  time.wait_for(0);
  create(session);
  time.wait_for(2);
  const bool first = read(session);
  time.wait_for(4);
  const bool second = read(session);
  clean_up();
  return first && second;
}

bool worker_1(Timeline& time) {
  const fs::path session = sessions / "test-session-def456";
  time.wait_for(1);
  create(session);
  time.wait_for(3);
  clean_up();
  create(session);
  time.wait_for(5);
  return read(session);
}

bool number(std::string_view text, std::int64_t& value) {
  const auto [end, error] = std::from_chars(text.begin(), text.end(), value);
  return error == std::errc() && end == text.end() && value >= 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::int64_t worker = 0, start = 0, tick = 300;
  if (argc < 3 || argc > 4 || !number(argv[1], worker) || worker > 1 || !number(argv[2], start) ||
      (argc == 4 && !number(argv[3], tick))) {
    std::fprintf(stderr, "usage: race_timeline 0|1 START_EPOCH_MS [TICK_MS]\n");
    return 2;
  }
  Timeline time{.start = system_clock::time_point(milliseconds(start)), .tick = milliseconds(tick)};
  const bool all_found = worker == 0 ? worker_0(time) : worker_1(time);
  if (!time.kept) {
    std::fprintf(stderr, "race_timeline: too slow to keep the timeline\n");
    return 3;
  }
  return all_found ? 0 : 1;
}
