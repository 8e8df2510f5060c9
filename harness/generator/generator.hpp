// Draws a scenario from choices. A seed, a fuzzer's bytes, a log or an odometer behind the source makes it a
// random program, a fuzzed one, the same one again, or every one of a small size.
#pragma once

#include <cstdint>

#include "harness/generator/areas.hpp"
#include "harness/generator/constructs.hpp"
#include "harness/scenario/tree.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel {

/// What is generated.
struct GeneratorOptions {
  /// About how many statements a program has on average, those of the fixed helpers and the module's own not
  /// counted; no program has more than about three times as many. At most 1000.
  std::uint32_t size = 25;

  /// Which areas' constructs, a sum of bit(Area). Core is the ground that the others stand on.
  std::uint8_t areas = bit(Area::core) | bit(Area::loop);

  /// Whether each program first draws which areas and which of their constructs it may use (swarm testing:
  /// what is left out makes the rest meet more often). Without it all are on, which an enumeration wants.
  bool swarm = true;

  /// What is never used, whatever is drawn: unguarded_set and external_method, say, where the original
  /// Tornado judges, which does not raise InvalidStateError. (A program has to be made of something: log,
  /// yield and literals stay.)
  ConstructSet without{};
};

/// What was generated.
struct Generated {
  ConstructSet enabled;      ///< what this program might have used
  ConstructSet used;         ///< what its text contains
  std::uint32_t statements;  ///< of its functions
};

/// Replaces `out` by a program drawn from `source` (kind `value`). Every sequence of answers gives a legal
/// program that ends under every schedule; answers of 0 give the simplest, an empty main. Keeps the memory of
/// `out`: in steady state nothing is allocated.
Generated generate(tornado::ChoiceSource& source, const GeneratorOptions& options, Scenario& out);

}  // namespace windtunnel
