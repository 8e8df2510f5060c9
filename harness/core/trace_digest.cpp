#include "harness/core/trace_digest.hpp"

#include <algorithm>
#include <bit>

#include "harness/core/digest.hpp"

namespace windtunnel::core {

namespace {

void feed(Digest& digest, const tornado::Event& event) {
  digest.feed((static_cast<std::uint64_t>(event.kind) << 48U) ^
              (static_cast<std::uint64_t>(event.detail) << 40U) ^ event.id);
  digest.feed((static_cast<std::uint64_t>(event.other) << 32U) ^ std::bit_cast<std::uint64_t>(event.seconds));
}

bool same(const tornado::Event& left, const tornado::Event& right) {
  return left.kind == right.kind && left.detail == right.detail && left.id == right.id &&
         left.other == right.other &&
         std::bit_cast<std::uint64_t>(left.seconds) == std::bit_cast<std::uint64_t>(right.seconds);
}

bool same_step(const tornado::Step& left, const tornado::Step& right) {
  return left.task == right.task && left.object == right.object && left.touch == right.touch &&
         left.site.line() == right.site.line();
}

}  // namespace

std::uint64_t digest_of(const Trace& trace) {
  Digest digest;
  for (const Choice& choice : trace.schedule.choices()) {
    digest.feed((static_cast<std::uint64_t>(choice.kind) << 60U) ^
                (static_cast<std::uint64_t>(choice.options) << 30U) ^ choice.index);
  }
  digest.feed(trace.text);
  for (const tornado::Event& event : trace.events) feed(digest, event);
  if (!trace.events.bytes().empty()) digest.feed(trace.events.bytes());
  return digest.value();
}

std::optional<std::size_t> first_difference(const Trace& one, const Trace& other) {
  const auto [here, there] =
      std::mismatch(one.events.begin(), one.events.end(), other.events.begin(), other.events.end(), same);
  const bool equal = here == one.events.end() && there == other.events.end() && one.text == other.text &&
                     std::ranges::equal(one.steps.done(), other.steps.done(), same_step) &&
                     one.events.bytes() == other.events.bytes() && one.schedule == other.schedule;
  if (equal) return std::nullopt;
  return static_cast<std::size_t>(here - one.events.begin());
}

}  // namespace windtunnel::core
