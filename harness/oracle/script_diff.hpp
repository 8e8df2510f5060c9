// Many drawn scripts of streams or of HTTP, on this runtime and on the real Tornado: lines are compared.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "harness/engine/worker_pool.hpp"
#include "harness/oracle/script_peer.hpp"

namespace windtunnel::oracle {

/// What to compare. Script `i` of a seed is always the same. Ends as DiffOptions says.
struct ScriptDiffOptions {
  const subjects::ScriptKind* kind = &subjects::stream_scripts;
  std::optional<std::uint64_t> programs;
  std::optional<std::chrono::duration<double>> time;
  const std::atomic<bool>* interrupted = nullptr;
  std::uint64_t seed = 1;
  std::uint32_t script_size = 12;  ///< steps, at most
  unsigned jobs = 1;               ///< processes
  std::vector<std::string> oracle;
  std::chrono::duration<double> timeout{60};
};

/// A script and what both sides made of it.
struct ScriptDifference {
  std::uint64_t number = 0;
  const subjects::ScriptKind* kind = nullptr;
  std::string script;
  subjects::ScriptLines ours;
  subjects::ScriptLines real;
  std::string failure{};  ///< not empty: the oracle gave no answer, and this became of it
};

/// How a comparison of one script ended. `undetermined`: the real one differs from itself from run to run.
enum class ScriptAgreement : std::uint8_t { same, differs, undetermined };

struct ScriptDiffResult {
  std::uint64_t programs = 0;
  std::uint64_t lines = 0;         ///< of this runtime
  std::uint64_t undetermined = 0;  ///< scripts that nothing is said about
  double seconds = 0;
  bool interrupted = false;
  std::optional<ScriptDifference> found;  ///< of the earliest script that showed one
  std::optional<std::string> crash;       ///< if a script takes this runtime down instead: which, and how

  bool clean() const { return !found && !crash; }
};

std::string diff_script(const ScriptDiffOptions& options, std::uint64_t number);

/// Compares this runtime's lines with what the real one says. It is asked again, slowly, before they differ;
/// `real` has its last answer. Throws ChildFailure.
ScriptAgreement compare(const subjects::ScriptKind& kind, const std::string& script,
                        const subjects::ScriptLines& ours, subjects::ScriptLines& real, ScriptPeer& peer);

/// Both, as they are compared, beside one another.
std::string side_by_side(const ScriptDifference& difference);

/// Compares until the limits are reached or something is found. Throws std::runtime_error if the oracle does
/// not work at all.
ScriptDiffResult run_script_diff(const ScriptDiffOptions& options,
                                 const std::function<void(const engine::PoolProgress&)>& on_tick = {});

/// Makes the script of a difference small.
void shrink(ScriptDifference& difference, ScriptPeer& peer);

/// A script and the real one's lines on one line, as golden files have them, with the kind's name in `area`;
/// without one it is a script of streams.
std::string to_golden_line(const subjects::ScriptKind& kind, const std::string& script,
                           const subjects::ScriptLines& real);

/// A line of a golden file.
struct GoldenScript {
  const subjects::ScriptKind* kind;
  std::string script;
  subjects::ScriptLines real;
};
/// Throws std::runtime_error, or std::invalid_argument, with words, for what is none.
GoldenScript parse_golden_line(const std::string& line);

}  // namespace windtunnel::oracle
