// A campaign: many generated programs, each under some schedules, judged by the laws, on all cores. What it
// does depends on its seed alone: program i is the same in every campaign with that seed, however many
// workers share the work. Nothing that a program does can make the campaign lose it.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "harness/apart/forked_child.hpp"
#include "harness/check/campaign_figures.hpp"
#include "harness/check/counterexample.hpp"
#include "harness/check/judge.hpp"
#include "harness/check/shard.hpp"
#include "harness/freedom.hpp"
#include "harness/generator/areas.hpp"
#include "harness/properties/laws/law_set.hpp"
#include "harness/subjects/native_subjects.hpp"

namespace windtunnel {

/// What to do. Ends after `programs` programs (of all shards together) or `time`, whichever is given and
/// comes first, or at the first broken law. Time is looked at between batches of programs, so that every
/// campaign flies the programs from 0 to its last one, all of them.
struct CampaignOptions {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> programs;
  std::optional<std::chrono::duration<double>> time;
  Freedom freedom = Freedom::contract;
  std::vector<std::string> laws;  ///< names; none means all
  unsigned jobs = 1;              ///< processes
  Shard shard;
  std::uint32_t program_size = 25;  ///< statements, about
  Areas areas = all_areas;          ///< of the programs
  ChildLimits limits;               ///< of a run: how long it may hang, what it may eat
  Verdict also;  ///< if given, asked of each run that broke no law, in the worker's own process
  std::span<const NativeSubject> natives = native_subjects();  ///< of which one flies now and then
  std::optional<NativeSubject> subject;                        ///< if given, each program is one of its runs
  const std::atomic<bool>* interrupted = nullptr;  ///< if given, true ends the campaign as time does
};

/// What is claimed of the programs that fly.
inline Claims claims_of(const CampaignOptions& options) {
  return options.subject ? options.subject->subject.claims : every_claim;
}

/// What a law had to judge.
struct LawTally {
  std::string_view name;
  std::string_view title;
  std::uint64_t runs_judged = 0;
};

/// What happened.
struct CampaignResult : CampaignFigures {
  double seconds = 0;
  bool interrupted = false;
  std::vector<LawTally> laws;                    ///< those that were asked under that freedom
  std::optional<Counterexample> counterexample;  ///< of the earliest program that broke a law
};

/// What a progress line shows; updated while the campaign goes on.
struct CampaignProgress {
  std::atomic<std::uint64_t> programs{0};
  std::atomic<std::uint64_t> runs{0};
  std::atomic<std::uint64_t> steps{0};
  std::atomic<std::uint32_t> findings{0};
};

/// Runs a campaign, its workers being processes: a program that takes its process down, hangs or eats all
/// memory is the counterexample (of `no-crash` or `no-hang`), with the choices that it drew until then.
/// Throws std::invalid_argument for names of laws that do not exist, std::system_error if there are not
/// enough processes, and std::runtime_error for what went wrong where it should not have, in the words of the
/// worker: a program that the generator made and the parser refuses, say. `on_tick`, if given, is called
/// several times a second.
CampaignResult run_campaign(const CampaignOptions& options,
                            const std::function<void(const CampaignProgress&)>& on_tick = {});

}  // namespace windtunnel
