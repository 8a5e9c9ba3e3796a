// What the fuzzers share. A target is a file with one FUZZ(name), and its name in CMakeLists.txt:
//
//   FUZZ(json) {
//     if (const auto value = parse_json(input)) require(again(*value) == *value, "it reads back");
//   }
//
// With ISORUN_LIBFUZZER it is libFuzzer's entry point; without, a function that replay.cpp calls by
// its name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace isorun::fuzz {

// Ends the program, and says why, where a promise is broken.
void require(bool holds, std::string_view promise);

// The parts of an input, between lines that hold "%%" alone, at least one. A target that wants
// several texts has them in one file that people can read.
std::vector<std::string_view> parts_of(std::string_view input);

// The part with that number; empty if there are fewer.
std::string_view part(const std::vector<std::string_view>& parts, std::size_t number);

using Target = void (*)(std::string_view input);

// Defined in replay.cpp.
bool add_target(std::string_view name, Target target);

}  // namespace isorun::fuzz

#ifdef ISORUN_LIBFUZZER
#define FUZZ_ENTRY(name)                                                              \
  extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) { \
    Fuzz_##name::run({reinterpret_cast<const char*>(data), size});                    \
    return 0;                                                                         \
  }
#else
#define FUZZ_ENTRY(name)                                                                    \
  namespace {                                                                               \
  [[maybe_unused]] const bool is_added = isorun::fuzz::add_target(#name, Fuzz_##name::run); \
  }
#endif

#define FUZZ(name)                           \
  namespace {                                \
  struct Fuzz_##name {                       \
    static void run(std::string_view input); \
  };                                         \
  }                                          \
  FUZZ_ENTRY(name)                           \
  void Fuzz_##name::run(std::string_view input)
