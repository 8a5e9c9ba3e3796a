// Python's unittest, `python3 -m unittest`, and Django's `manage.py test`. A script takes their
// place (isorun_unittest.py): it lists the tests that the loader finds, and runs some.
#pragma once

#include "suite/framework.hpp"

namespace isorun::unittest {

Match match(const Invocation& invocation);
ShardCommand listing(const UserCommand& command, std::string_view directory);
Result<std::unique_ptr<Suite>> recognise(const UserCommand& command, const Evidence& listing);

}  // namespace isorun::unittest
