#include "harness/check/shrink_apart.hpp"

#include <array>
#include <atomic>
#include <cstring>
#include <string_view>

#include "harness/apart/shared_memory.hpp"
#include "harness/check/judge.hpp"
#include "harness/check/reproduce.hpp"

namespace windtunnel {

namespace {

// What the child leaves: the finding's text, if it is no longer than one that can be read.
struct ShrinkDesk {
  ShrinkDesk() {}  // NOLINT: not defaulted, which would fill the text

  std::atomic<std::uint64_t> pulse{0};
  ShrinkReport report;
  std::size_t size = 0;
  std::array<char, max_finding_bytes> text;
};

void shrink_at(ShrinkDesk& desk, Counterexample found, std::uint32_t most_runs) {
  LawSet laws = laws_for(found.breach.law);
  const Verdict verdict = verdict_of(laws);
  const Verdict watched = [&](const Trace& trace, Freedom freedom) {
    desk.pulse.fetch_add(1, std::memory_order_relaxed);
    return verdict(trace, freedom);
  };
  desk.report = shrink(found, watched, most_runs);
  const std::string text = to_text(to_finding(found));
  if (text.size() > desk.text.size()) return;
  std::memcpy(desk.text.data(), text.data(), text.size());
  desk.size = text.size();
}

}  // namespace

Shrunk shrink_apart(const Counterexample& found, const Finding& raw, const ChildLimits& limits,
                    std::uint32_t most_runs) {
  Shrunk shrunk;
  shrunk.finding = raw;
  if (is_deadly(found.breach.law)) {
    Counterexample smaller = found;
    shrunk.report = shrink(smaller, most_runs);
    if (shrunk.report.accepted > 0) shrunk.finding = to_finding(smaller);
    return shrunk;
  }
  const SharedMemory<ShrinkDesk> desk;
  const Ending ending = run_apart([&] { shrink_at(*desk, found, most_runs); }, limits, &desk->pulse);
  shrunk.report = desk->report;
  if (ending.cause != Cause::returned) {
    shrunk.given_up = in_words(ending);
  } else if (desk->size > 0) {
    shrunk.finding = parse_finding(std::string_view(desk->text.data(), desk->size), "shrunk");
  }
  return shrunk;
}

}  // namespace windtunnel
