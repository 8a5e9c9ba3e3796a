// Version 2 has all of Catch2 in this file, so catch2_v2.cpp builds with version 3 as well.
#pragma once

#include <catch_amalgamated.hpp>
