#include "suite/whole.hpp"

#include <utility>

#include <fmt/format.h>

#include "base/utf8.hpp"
#include "suite/driver.hpp"
#include "suite/named_reports.hpp"
#include "suite/script_verdict.hpp"
#include "suite/verdict.hpp"

namespace isorun {
namespace {

class Whole : public Suite {
 public:
  Whole(UserCommand command, bool is_script, std::string note, std::vector<Report> reports = {})
      : command_(std::move(command)),
        units_{{name_of_whole(command_)}},
        is_script_(is_script),
        note_(std::move(note)),
        reports_(std::move(reports)) {}

  explicit Whole(UserCommand program)
      : command_(std::move(program)), units_{{std::string()}}, is_script_(false) {}

  [[nodiscard]] std::string_view framework() const override {
    return is_script_ ? "scripts" : whole_command;
  }
  [[nodiscard]] const std::vector<Unit>& units() const override { return units_; }
  [[nodiscard]] std::string note() const override { return note_; }
  [[nodiscard]] std::vector<Report> reports() const override {
    return own_reports(command_, reports_);
  }

  [[nodiscard]] ShardCommand command(std::span<const std::size_t> /*units*/,
                                     std::string_view /*directory*/) const override {
    return {command_.argv, {}, {}};
  }

  [[nodiscard]] ShardResults results(std::span<const std::size_t> units,
                                     const Evidence& evidence) const override {
    return is_script_ ? judge_script(units.front(), evidence, command_.skip_codes)
                      : judge_single(units.front(), evidence);
  }

 private:
  UserCommand command_;
  std::vector<Unit> units_;
  bool is_script_;
  std::string note_;
  std::vector<Report> reports_;
};

std::string note_of_whole(const UserCommand& command, std::string_view why) {
  return fmt::format("{} ran as a single unit: {}", printable(name_of_whole(command)), why);
}

}  // namespace

std::unique_ptr<Suite> make_whole(const Invocation& invocation, std::string_view why) {
  const NamedFile* script = script_of(invocation);
  const UserCommand& command = invocation.command;
  std::string note = why.empty() ? whole_note(command, script != nullptr ? script->content : "")
                                 : note_of_whole(command, why);
  return std::make_unique<Whole>(command, script != nullptr, std::move(note));
}

std::unique_ptr<Suite> make_whole(const UserCommand& command, std::string_view why,
                                  std::vector<Report> reports) {
  return std::make_unique<Whole>(command, false, note_of_whole(command, why), std::move(reports));
}

std::unique_ptr<Suite> make_unlisted(const UserCommand& program) {
  return std::make_unique<Whole>(program);
}

std::string name_of_whole(const UserCommand& command) {
  return std::string(base_name(command.argv.front()));
}

std::string whole_note(const UserCommand& command, std::string_view script) {
  return fmt::format("{} ran as a single unit; to split it, {}", printable(name_of_whole(command)),
                     recipe_of(command.argv, script));
}

}  // namespace isorun
