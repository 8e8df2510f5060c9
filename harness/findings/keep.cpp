#include "harness/findings/keep.hpp"

#include <cassert>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "harness/engine/memory_file.hpp"
#include "harness/engine/shared_memory.hpp"
#include "harness/findings/replay.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::findings {

namespace {

void write(Kept& kept, const std::filesystem::path& folder) {
  try {
    const std::filesystem::path before = std::exchange(kept.path, write_finding(kept.finding, folder));
    std::error_code ignored;
    if (!before.empty() && before != kept.path) std::filesystem::remove(before, ignored);
  } catch (const std::runtime_error& error) {
    kept.not_written = error.what();
  }
}

Kept begin(const Finding& raw, const KeepOptions& options) {
  Kept kept;
  kept.raw = kept.finding = raw;
  write(kept, options.folder);
  return kept;
}

Small shrunk(core::Failure failure, properties::Judge& judge, const Finding& raw,
             const shrink::ShrinkLimits& limits) {
  Small small;
  small.report = shrink::shrink(failure, judge, limits);
  // To run it once more costs a process.
  const bool same = rules::ends_the_process(failure.violation.law) && small.report.accepted == 0;
  small.finding = same ? raw : to_finding(failure, judge);
  return small;
}

// Whether the finding of that failure fails in a fresh process, run from its text.
bool fails_again(const core::Failure& failure, const Finding& finding, properties::Judge& judge) {
  core::Failure again = failure;
  again.schedule = finding.schedule;
  again.violation.step = finding.step;
  if (failure.program)
    static_cast<core::Case&>(again).subject =
        subjects::case_of(scenario::parse(finding.scenario, "finding")).subject;
  const auto work = [&] {
    if (!replay(again, judge).violation) throw std::runtime_error("it holds");
  };
  return engine::work_isolated(work, {}).reason == engine::ExitReason::returned;
}

// What the process that shrinks leaves beside the finding's text.
struct Progress {
  std::atomic<std::uint64_t> pulse{0};
  shrink::ShrinkReport report;
};

}  // namespace

Kept keep(const Finding& raw, const MakeSmall& make_small, const FailsAgain& fails_again,
          const KeepOptions& options) {
  Kept kept = begin(raw, options);
  const engine::SharedMemory<Progress> progress;
  engine::MemoryFile text;
  const auto work = [&] {
    shrink::ShrinkLimits limits = options.shrink;
    limits.pulse = &progress->pulse;
    const Small small = make_small(limits);
    progress->report = small.report;
    text.write(to_text(small.finding));
  };
  const engine::ProcessExit exit = work_isolated(work, options.limits, &progress->pulse);
  kept.shrunk = progress->report;
  if (exit.reason != engine::ExitReason::returned) {
    kept.given_up = in_words(exit);
    return kept;
  }
  kept.finding = parse_finding(text.read(), "shrunk");
  assert(kept.finding.law == raw.law);
  if (fails_again && !fails_again(kept.finding)) {
    kept.given_up = "what it came to does not fail in a fresh process";
    kept.finding = raw;
  }
  write(kept, options.folder);
  return kept;
}

Kept keep(const core::Failure& failure, properties::Judge& judge, const KeepOptions& options) {
  const Finding raw = to_finding(failure, judge);
  if (!rules::ends_the_process(failure.violation.law)) {
    return keep(
        raw, [&](const shrink::ShrinkLimits& limits) { return shrunk(failure, judge, raw, limits); },
        [&](const Finding& small) { return fails_again(failure, small, judge); }, options);
  }
  Kept kept = begin(raw, options);
  Small small = shrunk(failure, judge, raw, options.shrink);
  kept.shrunk = small.report;
  kept.finding = std::move(small.finding);
  write(kept, options.folder);
  return kept;
}

}  // namespace windtunnel::findings
