#include "support/fixtures.hpp"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

#include <fmt/format.h>

#include "support/shares.hpp"

namespace legacy {
namespace fs = std::filesystem;
namespace {

const testing::TestInfo& this_test() {
  return *testing::UnitTest::GetInstance()->current_test_info();
}

// The session that the costs of a test are booked on; it names its cost file too.
std::string session_of(const testing::TestInfo& test) {
  std::string id = fmt::format("test_{}_{}", test.test_suite_name(), test.name());
  std::ranges::replace(id, '/', '_');
  return id;
}

void delete_test_entries(const fs::path& directory) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(directory, ignored)) {
    if (entry.path().filename().string().starts_with("test-")) fs::remove_all(entry, ignored);
  }
}

std::string remote_answer(const std::string& line) {
  std::istringstream words(line);
  std::string verb, extractor, document;
  words >> verb >> extractor >> document;
  if (verb != "extract" || document.empty()) return "error unknown request";
  Latency::get().work(0.6);
  const ApiCall call = call_for(extractor, document);
  return fmt::format("ok {} {} {} {} {} {}-of-{}", call.input_tokens, call.output_tokens,
                     call.cache_creation_tokens, call.cache_read_tokens, call.duration.count(),
                     extractor, document);
}

}  // namespace

void delete_all_test_entries() {
  delete_test_entries(Settings::get().sessions);
  delete_test_entries(Settings::get().cache);
}

ApiCall call_for(const std::string& extractor, const std::string& document) {
  std::int64_t seed = 7;
  for (char c : extractor + document) seed = (seed * 31 + c) % 9973;
  return {.extractor = extractor,
          .document = document,
          .input_tokens = 800 + seed % 1201,
          .output_tokens = 100 + seed % 307,
          .cache_creation_tokens = seed % 3 == 0 ? seed % 613 : 0,
          .cache_read_tokens = seed % 2 == 0 ? seed % 409 : 0,
          .duration = std::chrono::milliseconds(400 + seed % 2300)};
}

void LegacyTest::SetUp() {
  delete_all_test_entries();
  costs_.begin(session_of(this_test()));
  latency_.begin(share_of(this_test()));
}

void LegacyTest::TearDown() {
  if (!HasFailure()) latency_.finish();
  if (!costs_.empty()) costs_.save();
  delete_all_test_entries();
}

void ServiceTest::SetUp() {
  LegacyTest::SetUp();
  service_ = std::make_unique<Server>(Settings::get().service_port,
                                      [this](const std::string& line) { return answer(line); });
}

void ServiceTest::TearDown() {
  LegacyTest::TearDown();
  service_.reset();
}

// "ping", "read ID", "write ID STATE" and "recent"; whatever goes wrong is the answer.
std::string ServiceTest::answer(const std::string& line) try {
  std::istringstream words(line);
  std::string verb, id, state;
  words >> verb >> id >> state;
  latency_.work(0.2);
  if (verb == "ping") return "pong";
  if (verb == "recent") return store_.most_recent();
  if (verb == "read") return store_.read(id);
  if (verb != "write") return "unknown request: " + verb;
  store_.create(id, state);
  return "written";
} catch (const std::exception& error) {
  return error.what();
}

void RemoteApiTest::SetUp() {
  LegacyTest::SetUp();
  api_ = std::make_unique<Server>(Settings::get().api_port, remote_answer);
}

void RemoteApiTest::TearDown() {
  LegacyTest::TearDown();
  api_.reset();
}

}  // namespace legacy
