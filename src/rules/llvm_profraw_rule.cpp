#include "rules/llvm_profraw_rule.hpp"

#include <expected>

#include "rules/tool.hpp"
#include "rules/unpack.hpp"

namespace isorun {

namespace {

constexpr Tool profdata = {{"llvm-profdata", "llvm-profdata-19", "llvm-profdata-16",
                            "llvm-profdata-15", "llvm-profdata-14", "llvm-profdata-13"},
                           "llvm"};

class LlvmProfrawMerge final : public Merge {
 public:
  explicit LlvmProfrawMerge(int directory) : files_(directory) {}

  Result<void> add(const SourceFile& file, std::string_view content) override {
    if (content.empty()) return std::unexpected(Error{Phase::collect, 0, "it is empty"});
    return files_.add(file, content);
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    Output layout(out.directory(), out.name() + "-files");
    Output list(out.directory(), out.name() + "-list");
    const auto unpacked = unpack(files_, layout, [&list](const std::string& path) -> Result<void> {
      list.write(path + '\n');
      return {};
    });
    if (!unpacked) return std::unexpected(unpacked.error());
    if (const auto placed = list.place(out.directory(), list.name()); !placed) {
      return std::unexpected(Problem{placed.error()});
    }
    const Result<std::string> said =
        run_tool(profdata, {.arguments = {"merge", "-sparse", "-num-threads=1",
                                          "-input-files=" + list.name(), "-o", out.name()},
                            .directory = out.directory()});
    if (!said) return std::unexpected(Problem{said.error()});
    return Merged();
  }

 private:
  Spool files_;
};

}  // namespace

std::unique_ptr<Merge> start_llvm_profraw(const Workplace& place) {
  return std::make_unique<LlvmProfrawMerge>(place.directory);
}

}  // namespace isorun
