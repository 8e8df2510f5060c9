// What a user reads when a test fails: what broke and why, the steps of the tasks, who waits for whom, and
// how to see it again. In this order, the shortest first.
#pragma once

#include <cstdint>
#include <string>

#include "harness/core/subject.hpp"
#include "harness/findings/keep.hpp"
#include "harness/testing/test_outputs.hpp"

namespace windtunnel {

/// The words for a failure that a search found and kept. `command` starts the test again. The replay string
/// in them was tried: it fails in the same way. `told` gets what they are made of.
std::string failure_in_words(const findings::Kept& kept, const core::Subject& subject,
                             std::uint64_t schedules, const std::string& command, ToldFailure& told);

}  // namespace windtunnel
