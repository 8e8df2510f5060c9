// An answer to a question of a World, in words for people: which operation failed, where a message was split.
// Questions are known by their sites, which fault_sites.hpp makes; this reads them.
#pragma once

#include <string>

#include "harness/core/answer.hpp"

namespace windtunnel {

/// What happens: "connect fails in client the first time"; for other questions "the fault at
/// net/client>server/reset is answered with 1 the second time".
std::string in_words(const core::Answer& answer);

}  // namespace windtunnel
