// Rust's test programs, built by `cargo test` or `rustc --test`.
#pragma once

#include <memory>

#include "suite/framework.hpp"

namespace isorun::libtest {

Match match(const Invocation& invocation);
ShardCommand listing(const UserCommand& command, std::string_view directory);
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::libtest
