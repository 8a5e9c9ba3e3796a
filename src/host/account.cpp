#include "host/account.hpp"

#include <fstream>
#include <string_view>
#include <vector>

#include "base/text.hpp"

namespace isorun {

std::optional<Account> account_of(uid_t uid) {
  constexpr std::size_t fields_of_a_line = 7;  // passwd(5)
  const std::string number = std::to_string(uid);
  std::ifstream file("/etc/passwd");
  for (std::string line; std::getline(file, line);) {
    const std::vector<std::string_view> fields = split(line, ':');
    if (fields.size() == fields_of_a_line && fields[2] == number)
      return Account{std::string(fields[0]), std::string(fields[5])};
  }
  return std::nullopt;
}

}  // namespace isorun
