#include "report/html_audit.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "report/html_text.hpp"

namespace isorun {
namespace {

std::string text_in(const json::Value& value, const char* name) {
  return html_line(json::string_in(value, name).value_or(""));
}

// What running the two units together has shown.
std::string verdict_of(const json::Value& obstacle) {
  const std::string verdict = text_in(obstacle, "verdict");
  return verdict.empty() ? "" : fmt::format("<br><strong>{}</strong>", verdict);
}

// Each obstacle, with the advice below it.
std::string obstacles_of(const json::Value& file) {
  std::string text;
  const json::Value* obstacles = json::array_in(file, "obstacles");
  if (obstacles == nullptr) return text;
  for (const json::Value& obstacle : obstacles->GetArray())
    text +=
        fmt::format("{}{}{}<br><em>{}</em>", text.empty() ? "" : "<br>", text_in(obstacle, "what"),
                    verdict_of(obstacle), text_in(obstacle, "advice"));
  return text;
}

// Empty without `isorun audit --verify`.
std::string verification_of(const json::Value& audit) {
  const json::Value* verification = json::object_in(audit, "verification");
  if (verification == nullptr) return {};
  std::string text = fmt::format("<p>{}</p>\n", text_in(audit, "verdicts"));
  const json::Value* notes = json::array_in(*verification, "notes");
  if (notes == nullptr) return text;
  for (const json::Value& note : notes->GetArray())
    if (note.IsString())
      text += fmt::format("<p>{}</p>\n", html_line({note.GetString(), note.GetStringLength()}));
  return text;
}

}  // namespace

std::string audit_section(const RunRecord& /*run*/, const DocumentSource& source) {
  const auto audit = json::parse(source.audit);
  const json::Value* files = audit ? json::array_in(*audit, "files") : nullptr;
  if (files == nullptr) return {};
  HtmlTable table("Which tests cannot safely run in parallel, by isorun audit",
                  {{"Tests of"}, {"Number", true}, {"Readiness"}, {"Why, and what to do"}});
  for (const json::Value& file : files->GetArray())
    table.add({html_line(json::bytes_in(file, "name").value_or("")),
               fmt::format("{}", json::count_in(file, "tests").value_or(0)),
               text_in(file, "readiness"), obstacles_of(file)});
  return fmt::format("<p>{}</p>\n{}{}", text_in(*audit, "summary"), verification_of(*audit),
                     table.str());
}

}  // namespace isorun
