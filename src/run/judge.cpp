#include "run/judge.hpp"

#include <utility>

namespace isorun {

void Judge::add(std::shared_ptr<ActiveShard> shard, Evidence evidence) {
  const auto& added =
      cases_.emplace_back(std::make_shared<Case>(std::move(shard), std::move(evidence)));
  worker_.add([this, &judged = *added] {
    const Attempt& attempt = judged.shard->attempt;
    judged.judgement =
        judge(suite_, {judged.shard->job, judged.evidence, *attempt.output(), attempt.layer()},
              directory_);
  });
}

std::shared_ptr<Judge::Case> Judge::next() {
  worker_.release();
  if (cases_.size() <= worker_.pending()) return nullptr;
  std::shared_ptr<Case> judged = std::move(cases_.front());
  cases_.pop_front();
  return judged;
}

}  // namespace isorun
