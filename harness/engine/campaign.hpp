// A campaign: many generated programs, each under some schedules, judged by the laws. What it does depends on
// its seed alone: program i is the same in every campaign with that seed, however many workers share the
// work. Nothing that a program does can make the campaign lose it.
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

#include "harness/core/case.hpp"
#include "harness/engine/campaign_figures.hpp"
#include "harness/engine/shard.hpp"
#include "harness/engine/worker_pool.hpp"
#include "harness/generator/areas.hpp"
#include "harness/properties/judge.hpp"
#include "harness/subjects/cpp_subjects.hpp"

namespace windtunnel::engine {

/// What to do. Ends after `programs` programs (of all shards together) or `time`, whichever is given and
/// comes first, or at the first violation. Time is looked at between batches of programs, so that every
/// campaign runs the programs from 0 to its last one, all of them.
struct CampaignOptions {
  std::uint64_t seed = 1;
  std::optional<std::uint64_t> programs;
  std::optional<std::chrono::duration<double>> time;
  core::SchedulingModel model = core::SchedulingModel::exact;
  std::vector<std::string> laws;  ///< names; none means all
  unsigned jobs = 1;              ///< processes
  Shard shard;
  std::uint32_t program_size = 25;                ///< statements, about
  generator::Areas areas = generator::all_areas;  ///< of the programs
  ChildLimits limits;  ///< of a run: how long it may hang, how much memory it may take
  properties::Judge* also =
      nullptr;  ///< if given, asked of each run that violates no law, in the worker's own process
  std::span<const subjects::CppSubject> own_subjects =
      subjects::cpp_subjects();                    ///< of which one runs now and then
  std::optional<subjects::CppSubject> subject;     ///< if given, each program is one of its runs
  const std::atomic<bool>* interrupted = nullptr;  ///< if given, true ends the campaign as time does
};

/// What is guaranteed to the programs that run.
inline core::Guarantees guarantees_of(const CampaignOptions& options) {
  return options.subject ? options.subject->subject.guarantees : core::local_guarantees;
}

/// What a law had to judge.
struct LawTally {
  std::string_view name;
  std::string_view title;
  std::uint64_t runs_judged = 0;
};

/// A program that fails.
struct CampaignFailure : core::Failure {
  std::uint64_t number = 0;  ///< of the program in the campaign
};

/// What happened.
struct CampaignResult : CampaignFigures {
  double seconds = 0;
  bool interrupted = false;
  std::vector<LawTally> laws;              ///< those that were asked under that scheduling model
  std::optional<CampaignFailure> failure;  ///< of the earliest program that failed
};

/// How far a campaign is, and what its programs have shown so far.
struct CampaignProgress : PoolProgress {
  std::uint64_t marks = 0;       ///< coverage marks that some run has set
  std::uint64_t constructs = 0;  ///< constructs that some program had
  std::uint64_t faults = 0;      ///< faults that have struck
};

/// Runs a campaign in isolated workers: a program that takes its process down, hangs or eats all memory is a
/// failure (of `no-crash` or `no-hang`), with the choices that it drew until then. Throws
/// std::invalid_argument for names of laws that do not exist, std::system_error if there are not enough
/// processes, and std::runtime_error for what went wrong where it should not have, in the words of the
/// worker: a program that the generator made and the parser refuses, or a worker that was ended from outside.
/// `on_tick`, if given, is called several times a second.
CampaignResult run_campaign(const CampaignOptions& options,
                            const std::function<void(const CampaignProgress&)>& on_tick = {});

/// Program `index` of a campaign as a case that nothing was found of yet: what ran can be made again from its
/// seed alone.
core::Case case_at(const CampaignOptions& options, std::uint64_t index);

}  // namespace windtunnel::engine
