// Draws HTTP scripts from choices.
#pragma once

#include "harness/subjects/programs/http_script.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::subjects {

/// A script of up to that many steps, at least 1. The answers 0 give the simplest script.
HttpScript draw_http_script(tornado::ChoiceSource& choices, std::uint32_t steps);

}  // namespace windtunnel::subjects
