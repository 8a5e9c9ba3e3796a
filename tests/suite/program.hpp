// Runs a shard's command as it is, unisolated, and gathers the evidence.
#pragma once

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "base/shell.hpp"
#include "suite/framework.hpp"
#include "suite/suite.hpp"

namespace isorun {

inline Ending exited(int code) {
  Ending ending;
  ending.how = Ending::How::exited;
  ending.code = code;
  return ending;
}

inline Ending signaled(int number) {
  Ending ending = exited(number);
  ending.how = Ending::How::signaled;
  return ending;
}

// Returns that part of the output.
inline std::string_view part(std::string_view output, const OutputRange& range) {
  const auto begin = std::min<std::size_t>(range.begin, output.size());
  return output.substr(begin, range.end - range.begin);
}

// Returns what a framework says about a command by its words alone, without a program.
inline Match match_of(Match (*match)(const Invocation&), const Words& argv) {
  const UserCommand command{.argv = argv};
  return match(Invocation{command, std::nullopt, {}});
}

// The evidence of a command that left no file and wrote to its standard output alone.
inline Evidence evidence(Ending ending, std::string_view output = {}) {
  Evidence result;
  result.ending = std::move(ending);
  result.output = output;
  result.log = output;
  result.file = [](std::string_view) { return std::nullopt; };
  return result;
}

class Program {
 public:
  Program() {
    std::string pattern = testing::TempDir() + "isorun-suite-XXXXXX";
    directory_ = ::mkdtemp(pattern.data());
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() { std::filesystem::remove_all(directory_); }

  [[nodiscard]] const std::string& directory() const { return directory_; }

  // `set` is the user's environment. The evidence lives as long as this object; in its log,
  // standard error comes last.
  Evidence run(const ShardCommand& command, const Words& set = {}) {
    std::string line = "exec env";
    for (const std::string& entry : set) line += " " + quoted_for_shell(entry);
    line += " env";
    for (const std::string& name : command.unset) line += " -u " + quoted_for_shell(name);
    for (const std::string& entry : command.set) line += " " + quoted_for_shell(entry);
    for (const std::string& word : command.argv) line += " " + quoted_for_shell(word);
    line += " > " + quoted_for_shell(directory_ + "/output") + " 2> " +
            quoted_for_shell(directory_ + "/errors");
    if (command.joins_errors) line += " 2>&1";
    const int status = std::system(line.c_str());
    output_ = read("output").value_or("");
    log_ = output_ + read("errors").value_or("");
    Evidence result = evidence(
        WIFSIGNALED(status) ? signaled(WTERMSIG(status)) : exited(WEXITSTATUS(status)), output_);
    result.log = log_;
    result.file = [this](std::string_view name) { return read(name); };
    return result;
  }

 private:
  [[nodiscard]] std::optional<std::string> read(std::string_view name) const {
    std::ifstream file(std::filesystem::path(directory_) / name);
    if (!file) return std::nullopt;
    std::ostringstream content;
    content << file.rdbuf();
    return content.str();
  }

  std::string directory_;
  std::string output_;
  std::string log_;
};

}  // namespace isorun
