// What every test starts from and leaves behind.
#pragma once

#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "app/cost_tracker.hpp"
#include "app/latency.hpp"
#include "app/server.hpp"
#include "app/session_store.hpp"
#include "app/settings.hpp"

namespace legacy {

// Before and after each test all sessions and cached answers of tests are deleted, whoever made
// them.
class LegacyTest : public testing::Test {
 protected:
  void SetUp() override;
  void TearDown() override;

  SessionStore store_;
  CostTracker& costs_ = CostTracker::get();
  Latency& latency_ = Latency::get();
};

// Starts the product's own server, on its usual port.
class ServiceTest : public LegacyTest {
 protected:
  void SetUp() override;
  void TearDown() override;

  static std::string ask(const std::string& line) {
    return request(Settings::get().service_port, line);
  }

 private:
  std::string answer(const std::string& line);

  std::unique_ptr<Server> service_;
};

// Starts a stand-in for the remote API, at the address that the product uses in tests.
class RemoteApiTest : public LegacyTest {
 protected:
  void SetUp() override;
  void TearDown() override;

 private:
  std::unique_ptr<Server> api_;
};

void delete_all_test_entries();

// The tokens that a call of this kind takes: made up, and the same whenever it is made.
ApiCall call_for(const std::string& extractor, const std::string& document);

}  // namespace legacy
