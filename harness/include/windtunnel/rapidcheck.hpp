// RapidCheck's generators in a World, and schedules and scenarios in RapidCheck's properties. Needs
// RapidCheck.
#pragma once

#include <windtunnel/world.hpp>

#include "harness/subjects/world/rapidcheck.hpp"
