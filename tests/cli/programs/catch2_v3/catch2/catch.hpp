// Where version 2 has all of Catch2: so catch2_v2.cpp is built with version 3 as well.
#pragma once

#include <catch_amalgamated.hpp>
