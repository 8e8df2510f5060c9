// The programs of a campaign by their numbers: what it flew can be made again from its seed alone.
#pragma once

#include <cstdint>

#include "harness/check/campaign.hpp"
#include "harness/check/counterexample.hpp"
#include "harness/choices/random.hpp"
#include "harness/subjects/native_subjects.hpp"

namespace windtunnel {

/// Each program has three streams of its own: what it is, and how each of its two runs goes.
enum class Stream : std::uint64_t { program, first_schedule, second_schedule };

/// The seed of a stream of program `index`.
constexpr std::uint64_t stream_seed(const CampaignOptions& options, std::uint64_t index, Stream stream) {
  return derive(derive(options.seed, index), static_cast<std::uint64_t>(stream));
}

/// The native subject whose turn it is, if program `index` is one.
const NativeSubject* native_at(const CampaignOptions& options, std::uint64_t index);

/// Program `index`, with nothing found yet.
Counterexample program_at(const CampaignOptions& options, std::uint64_t index);

}  // namespace windtunnel
