#include "fuzz/feedback.hpp"

#include <cstdlib>

// AFL++'s runtime, where it is linked.
extern "C" {
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard_init(std::uint32_t* begin, std::uint32_t* end);
__attribute__((weak)) void __sanitizer_cov_trace_pc_guard(std::uint32_t* guard);
}

namespace windtunnel::fuzz {

namespace {

// libFuzzer reads and clears this section at every run; nobody else minds it.
alignas(64) __attribute__((section("__libfuzzer_extra_counters"), used)) std::uint8_t counters[feature_count];

#ifdef WINDTUNNEL_AFL
std::uint32_t guards[feature_count];

struct Registration {
  Registration() { __sanitizer_cov_trace_pc_guard_init(guards, guards + feature_count); }
} const registration;
#endif

// For the experiment that shows what it is worth.
const bool enabled = std::getenv("WINDTUNNEL_NO_FEEDBACK") == nullptr;

}  // namespace

void note(std::uint32_t feature) {
  if (!enabled) return;
  counters[feature % feature_count] = 1;
#ifdef WINDTUNNEL_AFL
  __sanitizer_cov_trace_pc_guard(&guards[feature % feature_count]);
#endif
}

void note_events(const Trace& trace) {
  static_assert(tornado::event_kind_count <= 128);
  std::uint32_t previous = 0;
  for (const tornado::Event& event : trace.events) {
    const auto kind = static_cast<std::uint32_t>(event.kind);
    note(previous << 7U | kind);
    previous = kind;
  }
}

}  // namespace windtunnel::fuzz
