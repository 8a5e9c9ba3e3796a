#include "report/check_table.hpp"

#include <array>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/utf8.hpp"

namespace isorun {
namespace {

constexpr int schema = 1;

struct Words {
  Finding::Verdict verdict;
  const char* word;
  const char* sentence;  // about the whole check
};
constexpr std::array all_words = {
    Words{Finding::Verdict::works, "works", "isorun works here."},
    Words{Finding::Verdict::loss, "loss", "isorun works here, with limitations."},
    Words{Finding::Verdict::fails, "fails", "isorun cannot run here."},
    Words{Finding::Verdict::untried, "untried", ""},
};

const Words& words_for(Finding::Verdict verdict) {
  return all_words[static_cast<std::size_t>(verdict)];
}

std::string row(const Finding& finding) {
  std::string text = fmt::format("{:<15} {:<8} {}\n", finding.name, words_for(finding.verdict).word,
                                 printable(finding.what));
  if (!finding.remedy.empty()) text += fmt::format("{:25}{}\n", "", printable(finding.remedy));
  return text;
}

void write_finding(json::Writer& writer, const Finding& finding) {
  writer.StartObject();
  json::write_text(writer, "name", finding.name);
  json::write_text(writer, "verdict", words_for(finding.verdict).word);
  json::write_text(writer, "what", printable(finding.what));
  json::write_text(writer, "remedy", printable(finding.remedy));
  writer.EndObject();
}

}  // namespace

std::string check_table(const HostCheck& check) {
  std::string text;
  for (const Finding& finding : check.findings) text += row(finding);
  if (!check.directories.empty()) text += "\nWhat a sandbox shows:\n";
  for (const ShownDirectory& directory : check.directories)
    text += fmt::format("{:<15} {}\n", directory.how, printable(directory.path));
  text += fmt::format("\n{}\n", words_for(check.verdict).sentence);
  if (!check.line.empty()) text += fmt::format("To fix it: {}\n", check.line);
  return text;
}

std::string check_json(const HostCheck& check) {
  json::Text written;
  json::Writer& writer = written.out;
  writer.StartObject();
  writer.Key("schema");
  writer.Int(schema);
  json::write_text(writer, "verdict", words_for(check.verdict).word);
  json::write_text(writer, "line", check.line);
  writer.Key("findings");
  writer.StartArray();
  for (const Finding& finding : check.findings) write_finding(writer, finding);
  writer.EndArray();
  writer.Key("directories");
  writer.StartArray();
  for (const ShownDirectory& directory : check.directories) {
    writer.StartObject();
    json::write_bytes(writer, "path", directory.path);
    json::write_text(writer, "how", directory.how);
    writer.EndObject();
  }
  writer.EndArray();
  writer.EndObject();
  return written.take() + "\n";
}

}  // namespace isorun
