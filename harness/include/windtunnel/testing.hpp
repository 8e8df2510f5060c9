// Everything for a GoogleTest test of your own: EXPECT_HOLDS and the world that it runs a program in.
// Streams, clients and servers are in <tornado/tornado.hpp>, which not every test needs and which takes long
// to compile.
#pragma once

#include "harness/subjects/world/registered_subject.hpp"
#include "harness/testing/testing.hpp"
