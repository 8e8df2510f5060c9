// The world of a test: tasks, choices, virtual time, a network and properties; and subjects with a name, for
// a program that links windtunnel::main. This is the header for programs without GoogleTest; tests include
// <windtunnel/testing.hpp>.
#pragma once

#include "harness/core/subject.hpp"
#include "harness/subjects/world/data/generators.hpp"
#include "harness/subjects/world/linearizable.hpp"
#include "harness/subjects/world/mutex.hpp"
#include "harness/subjects/world/registered_subject.hpp"
#include "harness/subjects/world/shared.hpp"
#include "harness/subjects/world/stateful_rules.hpp"
#include "harness/subjects/world/world.hpp"
