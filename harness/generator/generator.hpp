// The generator: draws a scenario from choices. With a seed behind the source, it is a random program; with a
// fuzzer's bytes, a fuzzed one; with a log, the same program again; with an odometer, every program of a
// small size.
#pragma once

#include <cstdint>

#include "harness/generator/areas.hpp"
#include "harness/generator/constructs.hpp"
#include "harness/scenario/tree.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::generator {

/// The options of the generator.
struct GeneratorOptions {
  /// The average number of statements in a program, roughly, without the fixed helpers and the module's own
  /// statements. No program has more than about three times as many. At most 1000.
  std::uint32_t size = 25;

  /// The areas whose constructs are used. The others depend on core.
  Areas areas = {Area::core, Area::loop};

  /// Whether each program first draws the areas and constructs that it may use (swarm testing: the fewer
  /// there are, the more often they interact). Without this all are on, as an enumeration needs.
  bool swarm = true;

  /// Constructs that are never used, whatever is drawn. For example unguarded_set and external_method when
  /// programs are compared with the original Tornado, which does not raise InvalidStateError. (log, yield and
  /// literals cannot be left out.)
  ConstructSet without{};
};

/// The result of a generation.
struct Generated {
  ConstructSet enabled;      ///< what this program might have used
  ConstructSet used;         ///< what its text contains
  std::uint32_t statements;  ///< of its functions
};

/// Replaces `out` by a program drawn from `source` (kind `value`). Every sequence of answers gives a legal
/// program that ends under every schedule; answers of 0 give the simplest, an empty main. Keeps the memory of
/// `out`: in steady state nothing is allocated.
Generated generate(tornado::ChoiceSource& source, const GeneratorOptions& options, scenario::Scenario& out);

}  // namespace windtunnel::generator
