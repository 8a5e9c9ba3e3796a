// What the calls to the remote API cost. One tracker for the whole program; one cost file a
// session.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace legacy {

struct ApiCall {
  std::string extractor{};
  std::string document{};
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t cache_creation_tokens = 0;
  std::int64_t cache_read_tokens = 0;
  std::chrono::milliseconds duration{};  // as the API declares it
  bool cached = false;                   // answered from our own cache: costs nothing

  [[nodiscard]] std::int64_t nano_usd() const;
};

class CostTracker {
 public:
  static CostTracker& get();

  void begin(std::string session_id);
  void record(ApiCall call) { calls_.push_back(std::move(call)); }
  void save() const;  // replaces the session's cost file

  [[nodiscard]] ApiCall total() const;
  [[nodiscard]] std::int64_t total_nano_usd() const;
  [[nodiscard]] double cache_hit_rate() const;
  [[nodiscard]] bool empty() const { return calls_.empty(); }
  [[nodiscard]] std::string json() const;
  [[nodiscard]] std::filesystem::path file() const;

 private:
  std::string session_id_;
  std::vector<ApiCall> calls_;
};

// Billionths as a decimal number without needless zeros: 8'100'000 is "0.0081".
std::string decimal(std::int64_t billionths);

}  // namespace legacy
