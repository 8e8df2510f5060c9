#include "harness/check/judge.hpp"

#include <bit>
#include <exception>

#include "harness/digest.hpp"

namespace windtunnel {

std::optional<Breach> judge(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options, LawSet& laws,
                            Trace& trace) {
  try {
    run(subject, choices, options, trace);
  } catch (const std::exception& error) {
    return Breach{escape, trace.events.size(), std::string("an exception left the run: ") + error.what()};
  }
  return laws.check(trace.events.begin(), trace.events.end(), options.freedom);
}

std::uint64_t digest_of(const Trace& trace) {
  Digest digest;
  for (const Choice& choice : trace.schedule.choices()) {
    digest.feed((static_cast<std::uint64_t>(choice.kind) << 60U) ^ (static_cast<std::uint64_t>(choice.options) << 30U) ^
                choice.index);
  }
  digest.feed(trace.text);
  for (const tornado::Event& event : trace.events) {
    digest.feed((static_cast<std::uint64_t>(event.kind) << 48U) ^ (static_cast<std::uint64_t>(event.detail) << 40U) ^ event.id);
    digest.feed((static_cast<std::uint64_t>(event.other) << 32U) ^ std::bit_cast<std::uint64_t>(event.seconds));
  }
  return digest.value();
}

}  // namespace windtunnel
