// A subject that does what it must not, seldom: what tests of crashes and hangs search, shrink and replay.
#pragma once

#include <cstdint>

#include "harness/core/subject.hpp"
#include "harness/core/trace.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::engine {

/// Draws six numbers, and does it if the second and the fifth are what they seldom are.
template <void (*do_it)()>
void seldom(const void*, tornado::ChoiceSource& choices, const core::RunOptions&, core::Trace& trace) {
  std::uint32_t drawn[6];
  for (std::uint32_t& number : drawn)
    number = choices.choose({tornado::ChoiceKind::value, 4, "seldom/number"});
  trace.text = "0 drawn\n";
  if (drawn[1] == 2 && drawn[4] == 3) do_it();
}

}  // namespace windtunnel::engine
