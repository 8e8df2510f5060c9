// Why a run fails, in words: each constraint and each choice of its schedule as a sentence in the names of
// the program, and what becomes of the run without it, which is found by trying.
#pragma once

#include <cstdint>
#include <string>

#include "harness/properties/judge.hpp"

namespace windtunnel::shrink {

/// The sentences, a line each: "the law breaks if b reads x (counter.cpp:8) before a writes x
/// (counter.cpp:9); in the other order it holds", "and if the connection client→server is reset at its second
/// send; without that it holds". Empty if the case does not fail. Takes `runs` runs, at most one for each
/// sentence and one more.
std::string explain(const core::Failure& failing, properties::Judge& judge, std::uint32_t& runs);

/// How many sentences explain() needs for that schedule, which the failure fails under: the measure of how
/// well it is understood.
std::size_t count_sentences(const core::Failure& failing, properties::Judge& judge);

}  // namespace windtunnel::shrink
