#include "cli/queue_words.hpp"

#include <array>
#include <cstdlib>
#include <cstring>

#include "base/variable.hpp"
#include "cli/option_values.hpp"
#include "queue/queue_address.hpp"

namespace isorun {
namespace {

constexpr const char* url_variable = "ISORUN_QUEUE";
constexpr const char* password_variable = "ISORUN_QUEUE_PASSWORD";

struct Excluded {
  bool is_given;
  const char* why;
};

Result<void> check_exclusions(const Options& options) {
  const ScheduleOptions& schedule = options.schedule;
  const std::array all = {
      Excluded{options.slice.has_value(), "--slice is another way to divide a suite"},
      Excluded{options.sharding == Sharding::none,
               "--shards none runs whole copies, which cannot be divided"},
      Excluded{schedule.rounds != 1 || schedule.until_fail,
               "--repeat and --until-fail are for one machine"},
      Excluded{schedule.shuffle.has_value(), "--shuffle is for one machine"},
      Excluded{schedule.distribution == Distribution::fixed,
               "--dist static fixes what the queue decides"}};
  for (const Excluded& excluded : all)
    if (excluded.is_given)
      return refuse(fmt::format("--queue cannot be used here: {}", excluded.why));
  return {};
}

void wipe(const char* name) {
  char* const value = std::getenv(name);
  if (value == nullptr) return;
  ::explicit_bzero(value, std::strlen(value));
  ::unsetenv(name);
}

}  // namespace

Result<void> read_queue_url(const char* source, std::string_view url, Options& options) {
  if (url.empty()) return {};
  Result<QueueAddress> address = parse_queue_address(url);
  if (!address) return refuse(fmt::format("{}: {}", source, address.error().what));
  options.queue = std::move(*address);
  return {};
}

Result<void> complete_queue(Options& options) {
  const auto url = variable(url_variable);
  if (!options.queue && url)
    if (Result<void> read = read_queue_url(url_variable, *url, options); !read) return read;
  if (!options.queue) return {};
  const auto password = variable(password_variable);
  if (options.queue->password.empty() && password) options.queue->password = *password;
  return check_exclusions(options);
}

void hide_secrets(int count, char** words) {
  for (int i = 0; i < count; ++i) hide_password(words[i]);
  wipe(url_variable);
  wipe(password_variable);
}

}  // namespace isorun
