#include <utility>

#include <fmt/format.h>

#include "base/json.hpp"
#include "report/run_fields.hpp"
#include "report/run_json.hpp"

namespace isorun {
namespace {

using std::chrono::nanoseconds;

// Reads the members of one object after another. Remembers the first member that is missing or has
// the wrong type, and reads nothing after it.
class Reader {
 public:
  explicit Reader(const json::Value& value) : value_(&value) {}

  void text(const char* key, std::string& value) {
    if (const auto found = json::string_in(*value_, key))
      value = *found;
    else
      fail(key);
  }
  void some_text(const char* key, std::string& value) {
    if (value_->HasMember(key)) text(key, value);
  }
  template <class Number>
  void number(const char* key, Number& value) {
    const auto found = json::count_in(*value_, key);
    if (found && std::in_range<Number>(*found))
      value = static_cast<Number>(*found);
    else
      fail(key);
  }
  void seconds(const char* key, nanoseconds& value) {
    constexpr double most = 1e9;
    const auto found = json::number_in(*value_, key);
    if (found && *found >= 0 && *found < most)
      value = std::chrono::round<std::chrono::microseconds>(std::chrono::duration<double>(*found));
    else
      fail(key);
  }
  void some_seconds(const char* key, nanoseconds& value) {
    if (value_->HasMember(key)) seconds(key, value);
  }
  void reason(const char* key, Reason& value) {
    const auto word = json::string_in(*value_, key);
    const std::optional<Reason> found = word ? reason_named(*word) : std::nullopt;
    if (found)
      value = *found;
    else
      fail(key);
  }
  void texts(const char* key, std::vector<std::string>& values) {
    list(key, [&](const json::Value& item) {
      if (!item.IsString()) return fail(key);
      values.emplace_back(item.GetString(), item.GetStringLength());
    });
  }
  void some_texts(const char* key, std::vector<std::string>& values) {
    if (value_->HasMember(key)) texts(key, values);
  }
  void numbers(const char* key, std::vector<std::size_t>& values) {
    list(key, [&](const json::Value& item) {
      if (!item.IsUint64()) return fail(key);
      values.push_back(item.GetUint64());
    });
  }
  void some_numbers(const char* key, std::vector<std::uint64_t>& values) {
    if (value_->HasMember(key)) numbers(key, values);
  }
  template <class Record, class Fields>
  void records(const char* key, std::vector<Record>& records, Fields fields) {
    list(key,
         [&](const json::Value& item) { within(item, [&] { fields(records.emplace_back()); }); });
  }
  template <class Record, class Fields>
  void some_records(const char* key, std::vector<Record>& some, Fields fields) {
    if (value_->HasMember(key)) records(key, some, fields);
  }
  void optional_number(const char* key, std::optional<std::uint64_t>& value) {
    value = json::count_in(*value_, key);
  }
  template <class Record, class Fields>
  void optional_record(const char* key, std::optional<Record>& record, Fields fields) {
    const json::Value* found = json::object_in(*value_, key);
    if (found != nullptr) within(*found, [&] { fields(record.emplace()); });
  }
  void figures(const RunRecord& /*run*/) {}  // computed, not read

  // The first bad member; empty if all are valid.
  [[nodiscard]] const std::string& wrong() const { return wrong_; }

 private:
  void fail(const char* key) {
    if (wrong_.empty()) wrong_ = key;
  }
  template <class Take>
  void list(const char* key, Take take) {
    const json::Value* found = json::array_in(*value_, key);
    if (found == nullptr) return fail(key);
    for (const json::Value& item : found->GetArray()) take(item);
  }
  template <class Take>
  void within(const json::Value& value, Take take) {
    const json::Value* outer = std::exchange(value_, &value);
    take();
    value_ = outer;
  }

  const json::Value* value_;
  std::string wrong_;
};

}  // namespace

Result<RunRecord> parse_run_json(std::string_view text) {
  const auto refuse = [](std::string what) {
    return std::unexpected(Error{Phase::usage, 0, std::move(what)});
  };
  const auto document = json::parse(text);
  if (!document) return refuse("it is truncated or not JSON");
  const auto schema = json::count_in(*document, "schema");
  if (!schema) return refuse("it was not written by isorun");
  if (*schema != run_schema)
    return refuse(fmt::format("its schema is {}, and this isorun reads {}", *schema, run_schema));
  RunRecord run;
  Reader in(*document);
  run_fields(in, run);
  if (!in.wrong().empty())
    return refuse(fmt::format("it was not written by isorun: {}", in.wrong()));
  return run;
}

}  // namespace isorun
