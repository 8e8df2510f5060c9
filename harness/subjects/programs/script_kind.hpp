// ScriptKind: what scripts of streams and of HTTP have in common for those who draw them, run them in two
// ways and compare: a text goes in, lines come out.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "harness/subjects/programs/script_words.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel::subjects {

/// One kind of scripts. All functions take the text of a script, and throw std::invalid_argument, with the
/// line and what is allowed, for what is none.
struct ScriptKind {
  std::string_view name;  ///< the area of a comparison, and what the oracle is asked for

  /// A script of up to that many steps.
  std::string (*draw)(tornado::ChoiceSource& choices, std::uint32_t steps);
  /// The text as this program writes it.
  std::string (*checked)(std::string_view text);
  /// Runs it in a World on a perfect network.
  ScriptLines (*run)(std::string_view text);
  /// The lines as two runs are compared by.
  ScriptLines (*comparable)(const ScriptLines& lines);
  /// A smaller script of those that `shows` is true for.
  std::string (*shrunk)(std::string_view text, const std::function<bool(const std::string&)>& shows);
};

/// All kinds, the one of streams first.
std::span<const ScriptKind> script_kinds();
extern const ScriptKind& stream_scripts;
extern const ScriptKind& http_scripts;

/// The kind with that name; null if there is none.
const ScriptKind* script_kind_named(std::string_view name);

}  // namespace windtunnel::subjects
