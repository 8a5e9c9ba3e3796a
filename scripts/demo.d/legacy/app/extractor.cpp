#include "app/extractor.hpp"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "app/cost_tracker.hpp"
#include "app/server.hpp"
#include "app/settings.hpp"

namespace legacy {
namespace {

// "ok INPUT OUTPUT CREATION READ MILLISECONDS TEXT"
std::string understand(const std::string& answer, ApiCall call) {
  std::istringstream words(answer);
  std::string status, text;
  std::int64_t milliseconds = 0;
  words >> status >> call.input_tokens >> call.output_tokens >> call.cache_creation_tokens >>
      call.cache_read_tokens >> milliseconds >> text;
  if (!words || status != "ok") throw std::runtime_error("remote API: " + answer);
  call.duration = std::chrono::milliseconds(milliseconds);
  CostTracker::get().record(std::move(call));
  return text;
}

}  // namespace

std::string extract(const std::string& extractor, const std::string& document) {
  const std::string key = document + "-" + extractor;
  const std::filesystem::path cached = Settings::get().cache / key;
  std::string text;
  if (std::ifstream(cached) >> text) {
    CostTracker::get().record({.extractor = extractor, .document = document, .cached = true});
    return text;
  }
  text = understand(request(Settings::get().api_port, "extract " + extractor + " " + document),
                    {.extractor = extractor, .document = document});
  std::ofstream(cached) << text;
  return text;
}

}  // namespace legacy
