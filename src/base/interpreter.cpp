#include "base/interpreter.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <fstream>
#include <string_view>

namespace isorun {
namespace {

std::string read(std::ifstream& file, std::uint64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  file.clear();
  file.seekg(static_cast<std::streamoff>(offset));
  file.read(bytes.data(), static_cast<std::streamsize>(size));
  bytes.resize(static_cast<std::size_t>(file.gcount()));
  return bytes;
}

template <class Record>
bool read(std::ifstream& file, std::uint64_t offset, Record& record) {
  const std::string bytes = read(file, offset, sizeof record);
  if (bytes.size() != sizeof record) return false;
  std::memcpy(&record, bytes.data(), sizeof record);
  return true;
}

std::string dynamic_linker(std::ifstream& file) {
  constexpr std::size_t longest = 4096;  // PATH_MAX
  Elf64_Ehdr header;
  if (!read(file, 0, header) || header.e_ident[EI_CLASS] != ELFCLASS64) return "";
  for (std::uint64_t i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    if (!read(file, header.e_phoff + i * header.e_phentsize, segment)) return "";
    if (segment.p_type != PT_INTERP || segment.p_filesz > longest) continue;
    return read(file, segment.p_offset, segment.p_filesz).c_str();
  }
  return "";
}

}  // namespace

std::string interpreter_of(const std::string& path) {
  constexpr std::size_t longest_line = 256;  // BINPRM_BUF_SIZE
  constexpr std::string_view blanks = " \t";
  std::ifstream file(path, std::ios::binary);
  const std::string start = read(file, 0, longest_line);
  if (start.starts_with(ELFMAG)) return dynamic_linker(file);
  if (!start.starts_with("#!")) return "";
  std::string_view line = std::string_view(start).substr(2);
  line = line.substr(0, line.find('\n'));
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  return std::string(line.substr(0, line.find_first_of(blanks)));
}

}  // namespace isorun
