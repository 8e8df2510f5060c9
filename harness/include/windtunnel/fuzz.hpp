// A test in a World as the target of a fuzzer: WINDTUNNEL_FUZZ(program).
#pragma once

#include <windtunnel/world.hpp>

#include "harness/fuzzing/world_target.hpp"
