#include "program.hpp"

namespace isorun {

std::string shell(const std::string& directory, const std::string& commands) {
  const std::string script = directory + "/commands.sh";
  const std::string output = directory + "/commands.out";
  write_file_at(script, commands);
  const std::string run =
      fmt::format("cd '{}' && sh -e '{}' > '{}' 2>&1", directory, script, output);
  EXPECT_EQ(std::system(run.c_str()), 0) << read_file_at(output);
  return read_file_at(output);
}

bool has_program(const std::string& name) {
  return std::system(fmt::format("command -v {} > /dev/null", name).c_str()) == 0;
}

}  // namespace isorun
