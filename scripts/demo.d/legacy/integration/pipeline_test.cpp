#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "support/fixtures.hpp"

namespace legacy {
namespace {

using std::chrono::milliseconds;
namespace fs = std::filesystem;

// A document goes through a worker that leaves its result in the session's directory, some time
// later.
class PipelineTest : public ServiceTest, public testing::WithParamInterface<const char*> {
 protected:
  void process() {
    EXPECT_EQ(ask(std::string("write test-pipeline ") + GetParam()), "written");
    const fs::path directory = store_.path_of("test-pipeline");
    worker_ = std::jthread([this, directory] {
      latency_.work(0.5);
      std::ofstream(directory / "result.part") << GetParam() << "-done";
      std::error_code ignored;
      fs::rename(directory / "result.part", directory / "result", ignored);
    });
  }

  std::string result() {
    const fs::path path = Settings::get().sessions / "test-pipeline/result";
    std::string text;
    for (int polls = 0; polls < 5'000 && !fs::exists(path); ++polls) {
      if (!fs::exists(path.parent_path()))
        throw SessionNotFound("session not found: test-pipeline");
      std::this_thread::sleep_for(milliseconds(1));
    }
    std::ifstream(path) >> text;
    return text;
  }

 private:
  std::jthread worker_;
};

TEST_P(PipelineTest, LeavesItsResult) {
  process();
  EXPECT_EQ(result(), GetParam() + std::string("-done"));
}

TEST_P(PipelineTest, BooksItsCost) {
  process();
  EXPECT_EQ(result(), GetParam() + std::string("-done"));
  costs_.record(call_for("classify", GetParam()));
  costs_.record(call_for("summarise", GetParam()));
  EXPECT_GT(costs_.total_nano_usd(), 0);
}

INSTANTIATE_TEST_SUITE_P(Documents, PipelineTest,
                         testing::Values("contract", "amendment", "invoice", "receipt", "payslip",
                                         "letter", "notice", "policy", "report", "summary",
                                         "minutes", "budget"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace legacy
