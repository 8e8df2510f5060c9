#include "harness/fuzzing/feedback.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "harness/core/digest.hpp"
#include "harness/core/random.hpp"

// Defined by AFL++'s runtime, if it is linked. libFuzzer defines the same names, but refuses to be called.
extern "C" {
extern __attribute__((weak)) std::uint8_t* __afl_area_ptr;
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard_init(std::uint32_t* begin, std::uint32_t* end);
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard(std::uint32_t* guard);
}

namespace windtunnel::fuzz {

namespace {

// libFuzzer reads and clears this section in every run; nothing else uses it.
alignas(64) __attribute__((section("__libfuzzer_extra_counters"), used)) std::uint8_t counters[feature_count];

std::uint32_t guards[feature_count];

const bool afl_listens = [] {
  if (&__afl_area_ptr == nullptr) return false;
  __sanitizer_cov_trace_pc_guard_init(guards, guards + feature_count);
  return true;
}();

bool is_told(std::string_view what) {
  const char* words = std::getenv("WINDTUNNEL_FEEDBACK");
  return std::string_view(words != nullptr ? words : "events reads reach").find(what) !=
         std::string_view::npos;
}

void note(std::uint32_t feature) {
  counters[feature % feature_count] = 1;
  if (afl_listens) __sanitizer_cov_trace_pc_guard(&guards[feature % feature_count]);
}

void note_events(const core::Trace& trace) {
  static_assert(tornado::event_kind_count <= 128);
  std::uint32_t previous = 0;
  for (const tornado::Event& event : trace.events) {
    const auto kind = static_cast<std::uint32_t>(event.kind);
    note(previous << 7U | kind);
    previous = kind;
  }
}

// Sites are lines; 0 is an object's initial value. A few pairs share a feature, which only loses some
// information.
void note_reads(const core::Trace& trace) {
  constexpr std::uint32_t spread = 0x9E3779B1U;
  static std::vector<std::uint32_t> writes;
  writes.assign(trace.steps.object_count() + 1, 0);
  for (const tornado::Step& step : trace.steps.done()) {
    if (step.object == 0) continue;
    const std::uint32_t site = step.site.line();
    std::uint32_t& last = writes[step.object];
    note((((step.object * spread ^ last) * spread) ^ site) * spread >> 18U);
    if (step.touch == tornado::Touch::write) last = site;
  }
}

// How near the run came to each goal: a feature for each whole number up to 64, and for each power of two
// beyond.
void note_reach(const core::Trace& trace) {
  for (const core::ReachGoal& goal : trace.goals.reach) {
    const double number = std::max(goal.best, 0.0);
    const auto step = static_cast<std::uint64_t>(number <= 64 ? number : 64 + std::log2(number / 64) + 1);
    note(static_cast<std::uint32_t>(core::derive(core::digest_of(goal.words), step)));
  }
}

}  // namespace

void note_run(const core::Trace& trace) {
  static const bool events = is_told("events");
  static const bool reads = is_told("reads");
  static const bool reach = is_told("reach");
  if (events) note_events(trace);
  if (reads) note_reads(trace);
  if (reach) note_reach(trace);
}

}  // namespace windtunnel::fuzz
