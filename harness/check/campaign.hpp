// A campaign: many generated programs, each under some schedules, judged by the laws, on all cores. What it
// does depends on its seed alone: program i is the same in every campaign with that seed, however many
// workers share the work.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/check/counterexample.hpp"
#include "harness/check/judge.hpp"
#include "harness/check/meetings.hpp"
#include "harness/choices/counting_source.hpp"
#include "harness/freedom.hpp"
#include "harness/generator/areas.hpp"
#include "harness/generator/constructs.hpp"
#include "harness/laws/law_set.hpp"

namespace windtunnel {

/// What to do. Ends after `programs` programs or `time`, whichever is given and comes first, or at the first
/// broken law. Time is looked at between batches of programs, so that every campaign flies the programs from
/// 0 to its last one, all of them.
struct CampaignOptions {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> programs;
  std::optional<std::chrono::duration<double>> time;
  Freedom freedom = Freedom::contract;
  std::vector<std::string> laws;  ///< names; none means all
  unsigned jobs = 1;
  std::uint32_t program_size = 25;  ///< statements, about
  std::uint8_t areas = all_areas;   ///< of the programs, a sum of bit(Area)
  Verdict also;  ///< if given, asked of each run that broke no law; all workers call it at once
  const std::atomic<bool>* interrupted = nullptr;  ///< if given, true ends the campaign as time does
};

/// What a law had to judge.
struct LawTally {
  std::string_view name;
  std::string_view title;
  std::uint64_t runs_judged = 0;
};

/// What happened.
struct CampaignResult {
  std::uint64_t programs = 0;
  std::uint64_t runs = 0;      ///< programs times schedules
  std::uint64_t steps = 0;     ///< callbacks, timers and external events run
  std::uint64_t repeated = 0;  ///< runs done twice to compare
  double seconds = 0;
  std::uint64_t digest = 0;  ///< of all traces; the same for any number of jobs, unless a law was broken
  bool interrupted = false;
  ConstructCounts constructs;
  MeetingCounts meetings;
  ChoiceCounts choices;
  std::array<std::uint64_t, tornado::event_kind_count> events{};
  std::vector<LawTally> laws;                       ///< those that were asked under that freedom
  std::map<std::string_view, std::uint64_t> known;  ///< runs that showed a known defect, by its law's number
  std::optional<Counterexample> counterexample;     ///< of the earliest program that broke a law
};

/// What a progress line shows; updated while the campaign goes on.
struct CampaignProgress {
  std::atomic<std::uint64_t> programs{0};
  std::atomic<std::uint64_t> runs{0};
  std::atomic<std::uint64_t> steps{0};
  std::atomic<std::uint32_t> findings{0};
};

/// Runs a campaign. Throws std::invalid_argument for names of laws that do not exist, std::system_error if
/// there are not enough threads, and what a worker threw where it should not have: a program that the
/// generator made and the parser refuses, say. `on_tick`, if given, is called several times a second from the
/// calling thread.
CampaignResult run_campaign(const CampaignOptions& options,
                            const std::function<void(const CampaignProgress&)>& on_tick = {});

}  // namespace windtunnel
