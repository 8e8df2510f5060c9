// Everything for a GoogleTest test of your own: EXPECT_HOLDS and the world that it runs a program in.
#pragma once

#include <windtunnel/world.hpp>

#include "harness/testing/testing.hpp"
