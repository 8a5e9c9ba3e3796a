#include "collect/newest_rule.hpp"

#include <compare>
#include <expected>
#include <tuple>

#include "collect/rules.hpp"

namespace isorun {

namespace {

class NewestMerge final : public Merge {
 public:
  Result<void> add(const SourceFile& file, std::string_view content) override {
    if (!is_newer(file)) return {};
    newest_ = file;
    content_ = content;
    return {};
  }

  std::expected<Merged, Problem> merge(Output& out) override {
    out.write(content_);
    return Merged();
  }

 private:
  [[nodiscard]] bool is_newer(const SourceFile& file) const {
    const auto age = [](const SourceFile& of) {
      return std::tie(of.modified.tv_sec, of.modified.tv_nsec, of.shard);
    };
    return !newest_ || age(file) >= age(*newest_);
  }

  std::optional<SourceFile> newest_;
  std::string content_;
};

}  // namespace

std::unique_ptr<Merge> start_newest(const Workplace& /*place*/) {
  return std::make_unique<NewestMerge>();
}

}  // namespace isorun
