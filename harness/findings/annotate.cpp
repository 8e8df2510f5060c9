#include "harness/findings/annotate.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/core/lines.hpp"
#include "harness/findings/event_words.hpp"

namespace windtunnel::findings {

namespace {

// The event lines of a trace, one after another, each with the number of events before it.
class Lines {
 public:
  explicit Lines(const core::Trace& trace) : rest_(trace.text), places_(trace.names.line_places) {}

  // Takes the next line that was written before event number `place`. Without places, all lines come at the
  // end.
  bool take(std::size_t place, bool at_end, std::string_view& line) {
    if (rest_.empty()) return false;
    if (next_ < places_.size() ? places_[next_] > place : !at_end) return false;
    line = core::take_line(rest_);
    ++next_;
    return true;
  }

  std::size_t taken() const { return next_; }
  bool all_taken() const { return rest_.empty(); }

 private:
  std::string_view rest_;
  const std::vector<std::size_t>& places_;
  std::size_t next_ = 0;
};

// The limit of network faults shown from before the first event shown.
constexpr std::size_t most_early_faults = 20;

}  // namespace

std::string annotate(const core::Trace& trace, const std::optional<core::Violation>& violation,
                     std::size_t most_events) {
  const std::size_t size = trace.events.size();
  const std::size_t place = violation ? std::min(violation->step, size) : size;
  const std::size_t first = place > most_events ? place - most_events : 0;
  const std::size_t last = std::min(size, place + std::max<std::size_t>(1, most_events / 4));
  std::string out;
  std::string_view line;
  Lines lines(trace);
  while (first > 0 && lines.take(first - 1, false, line)) {
  }
  if (first > 0)
    out += fmt::format("       (the first {} events and {} lines are left out)\n", first, lines.taken());
  // A reader looks for what the network did, however early it was.
  std::size_t faults = 0;
  for (std::size_t at = 0; at < first && faults < most_early_faults; ++at) {
    const tornado::Event& event = trace.events.begin()[at];
    if (event.kind != tornado::EventKind::network_fault) continue;
    ++faults;
    out += fmt::format(" {:5} {}\n", at, in_words(event, trace.names));
  }
  // Without places, the lines are shown at the end, at most as many as events.
  auto show_lines = [&](std::size_t before, bool at_end) {
    for (std::size_t count = 0; count < most_events && lines.take(before, at_end, line); ++count) {
      out.append(line).push_back('\n');
    }
  };
  for (std::size_t at = first; at < last; ++at) {
    show_lines(at, false);
    const bool broken = violation && at == violation->step;
    out +=
        fmt::format("{}{:5} {}\n", broken ? ">" : " ", at, in_words(trace.events.begin()[at], trace.names));
    if (broken) out += fmt::format(">      {} is broken here: {}\n", violation->law, violation->message);
  }
  show_lines(last, last == size);
  if (last < size || !lines.all_taken())
    out += fmt::format("       ({} more events, and more lines)\n", size - last);
  if (violation && violation->step >= size)
    out += fmt::format("> {} is broken at the end: {}\n", violation->law, violation->message);
  return out;
}

}  // namespace windtunnel::findings
