#include "harness/findings/keep.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "harness/core/run_account.hpp"
#include "harness/engine/isolated_run.hpp"
#include "harness/engine/memory_file.hpp"
#include "harness/engine/shared_memory.hpp"
#include "harness/findings/isolated_replay.hpp"
#include "harness/scenario/parser.hpp"
#include "harness/subjects/scenario_subject.hpp"

namespace windtunnel::findings {

namespace {

constexpr const char* not_again = "what it came to does not fail in a fresh process";

// Writes what the finding has become, and takes away what begin() wrote, which is this process's own.
void finish(Kept& kept, const std::filesystem::path& folder) {
  try {
    const std::filesystem::path before = std::exchange(kept.path, write_finding(kept.finding, folder));
    std::error_code ignored;
    if (!before.empty()) std::filesystem::remove(before, ignored);
    kept.not_written.clear();
  } catch (const std::runtime_error& error) {
    kept.not_written = error.what();
  }
}

// Writes it as it was found, as something may happen before it is small.
Kept begin(const Finding& raw, const KeepOptions& options) {
  Kept kept;
  kept.raw = kept.finding = raw;
  try {
    kept.path = write_raw_finding(raw, options.folder);
  } catch (const std::runtime_error& error) {
    kept.not_written = error.what();
  }
  return kept;
}

// What is not made small.
Kept as_found(const Finding& raw, const KeepOptions& options) {
  Kept kept;
  kept.raw = kept.finding = raw;
  finish(kept, options.folder);
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

// The failure that a finding's text is of, of the same subject.
core::Failure read_back(const core::Failure& failure, const Finding& finding) {
  const Finding read = parse_finding(to_text(finding), "finding");
  core::Failure again = failure;
  again.schedule = read.schedule;
  again.violation = {read.law, read.step, read.message};
  again.digest = read.digest;
  if (failure.program)
    static_cast<core::Case&>(again).subject =
        subjects::case_of(scenario::parse(read.scenario, "finding")).subject;
  return again;
}

// Whether the finding of that failure fails in a fresh process, run from its text.
bool fails_again(const core::Failure& failure, const Finding& finding, properties::Judge& judge) {
  return replay_isolated(read_back(failure, finding), judge).violation.has_value();
}

// The choices of a run as account_of() tells them: all that is known of one that took its process along.
std::string account_of_choices(const core::ChoiceLog& choices) {
  core::Trace trace;
  trace.schedule = choices;
  return core::account_of(trace);
}

// What a fresh process gives under the schedule of the failure, as account_of() tells it.
std::string account_now(const core::Failure& failure) {
  if (failure.account.empty()) return account_of_choices(engine::run_isolated(failure).schedule);
  engine::MemoryFile account;
  const auto work = [&] {
    core::Trace trace;
    properties::NoJudge nothing;
    run(failure, nothing, trace);
    account.write(core::account_of(trace));
  };
  engine::ChildLimits limits = engine::one_run_limits;
  limits.must_free = false;
  const engine::ProcessExit exit = engine::work_isolated(work, limits);
  return exit.reason == engine::ExitReason::returned ? account.read()
                                                     : "the process: " + in_words(exit) + "\n";
}

// The lines of an account around the place, in bytes, at which it differs from another one.
std::string excerpt(std::string_view account, std::size_t place) {
  constexpr std::size_t lines_before = 40;
  constexpr std::size_t lines_behind = 20;
  std::size_t begin = std::min(place, account.size());
  for (std::size_t left = lines_before; left > 0 && begin > 0; --left) {
    const std::size_t line = account.rfind('\n', begin - 1);
    begin = line == std::string_view::npos ? 0 : line;
  }
  if (begin > 0) ++begin;
  std::size_t end = std::min(place, account.size());
  for (std::size_t left = lines_behind; left > 0 && end < account.size(); --left)
    end = std::min(account.find('\n', end), account.size() - 1) + 1;
  return (begin > 0 ? "    ...\n" : "") +
         engine::indented_lines(std::string(account.substr(begin, end - begin))) +
         (end < account.size() ? "    ...\n" : "");
}

// The finding of a failure that does not fail again: with both runs, and with what differed first.
Finding not_reproducible(Finding finding, const core::Failure& failure) {
  const std::string then =
      failure.account.empty() ? account_of_choices(failure.schedule.choices) : failure.account;
  const std::string now = account_now(failure);
  const std::string differs = core::first_difference(then, now);
  const std::string where =
      differs.empty() ? "the runs do not differ in what was recorded" : "the runs differ first at " + differs;
  const auto place = static_cast<std::size_t>(
      std::mismatch(then.begin(), then.end(), now.begin(), now.end()).first - then.begin());
  finding.message = fmt::format("not reproducible: {}; as found: {}", where, failure.violation.message);
  finding.trace =
      fmt::format("not reproducible: {}\nthe run as it was found:\n{}\nthe run in a fresh process:\n{}",
                  where, excerpt(then, place), excerpt(now, place));
  return finding;
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
  engine::ChildLimits limits = options.limits;
  limits.must_free = false;
  const engine::ProcessExit exit = engine::work_isolated(work, limits, &progress->pulse);
  kept.shrunk = progress->report;
  if (exit.reason != engine::ExitReason::returned) {
    kept.given_up = in_words(exit);
    finish(kept, options.folder);
    return kept;
  }
  kept.finding = parse_finding(text.read(), "shrunk");
  const bool same_law = kept.finding.law == raw.law;
  if (!same_law || (fails_again && !fails_again(kept.finding))) {
    kept.given_up = not_again;
    kept.finding = raw;
  }
  finish(kept, options.folder);
  return kept;
}

Kept keep(const core::Failure& failure, properties::Judge& judge, const KeepOptions& options) {
  Finding raw = to_finding_isolated(failure, judge);
  if (!fails_again(failure, raw, judge)) {
    Kept kept = as_found(not_reproducible(std::move(raw), failure), options);
    kept.reproducible = false;
    return kept;
  }
  // What differs from run to run cannot be searched by running.
  if (raw.law == rules::nondeterminism) return as_found(raw, options);
  if (!rules::ends_the_process(failure.violation.law)) {
    return keep(
        raw, [&](const shrink::ShrinkLimits& limits) { return shrunk(failure, judge, raw, limits); },
        [&](const Finding& small) { return fails_again(failure, small, judge); }, options);
  }
  Kept kept = begin(raw, options);
  Small small = shrunk(failure, judge, raw, options.shrink);
  kept.shrunk = small.report;
  if (small.finding == raw || fails_again(failure, small.finding, judge)) {
    kept.finding = std::move(small.finding);
  } else {
    kept.given_up = not_again;
  }
  finish(kept, options.folder);
  return kept;
}

}  // namespace windtunnel::findings
