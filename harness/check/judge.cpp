#include "harness/check/judge.hpp"

#include <algorithm>
#include <bit>
#include <exception>
#include <memory>
#include <string>
#include <vector>

#include "harness/digest.hpp"
#include "harness/rules.hpp"

namespace windtunnel {

namespace {

std::optional<Breach> escaped(const Subject& subject, tornado::ChoiceSource& choices,
                              const RunOptions& options, Trace& trace) {
  try {
    run(subject, choices, options, trace);
    return std::nullopt;
  } catch (const std::exception& error) {
    return Breach{escape, trace.events.size(), std::string("an exception left the run: ") + error.what()};
  } catch (...) {
    return Breach{escape, trace.events.size(), "something that is no std::exception left the run"};
  }
}

// Of a run that came to its end: what the subject objects to, or what broke earlier by the laws.
std::optional<Breach> earliest(const Trace& trace, std::optional<Breach> by_laws) {
  const std::optional<Objection>& objection = trace.objection;
  if (!objection || (by_laws && by_laws->step < objection->step)) return by_laws;
  return Breach{objection->rule, objection->step, objection->message};
}

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

}  // namespace

Verdict verdict_of(LawSet& laws) {
  return [&laws](const Trace& trace, Freedom freedom) {
    return laws.check(trace.events, freedom, trace.used_network);
  };
}

LawSet laws_for(std::string_view law, Claims claims) {
  if (law == escape || law == nondeterminism || rules::has(law) || is_deadly(law))
    return LawSet(std::vector<std::unique_ptr<Law>>{});
  return LawSet(std::vector<std::string>{std::string(law)}, claims);
}

std::string law_names(Claims claims) {
  const LawSet laws(claims);
  std::string names;
  for (std::size_t at = 0; at < laws.size(); ++at)
    names.append(at == 0 ? "" : ", ").append(laws.card(at).name);
  return names;
}

std::optional<Breach> judge(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options,
                            LawSet& laws, Trace& trace) {
  if (std::optional<Breach> breach = escaped(subject, choices, options, trace)) return breach;
  return earliest(trace, laws.check(trace.events, options.freedom, trace.used_network));
}

std::optional<Breach> judge(const Subject& subject, tornado::ChoiceSource& choices, const RunOptions& options,
                            const Verdict& verdict, Trace& trace) {
  if (std::optional<Breach> breach = escaped(subject, choices, options, trace)) return breach;
  return earliest(trace, verdict(trace, options.freedom));
}

std::vector<Known> known_defects(const Trace& trace, Freedom freedom, Claims claims) {
  LawSet laws(claims);
  laws.check(trace.events, freedom, trace.used_network);
  return laws.known();
}

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

std::optional<Breach> compare(const Trace& one, const Trace& other) {
  auto [here, there] =
      std::mismatch(one.events.begin(), one.events.end(), other.events.begin(), other.events.end(), same);
  const bool equal = here == one.events.end() && there == other.events.end() && one.text == other.text &&
                     one.events.bytes() == other.events.bytes() && one.schedule == other.schedule;
  if (equal) return std::nullopt;
  return Breach{nondeterminism, static_cast<std::size_t>(here - one.events.begin()),
                "the same program under the same schedule left two different traces"};
}

}  // namespace windtunnel
