// The story of a run: what the program's own tasks and hosts did, step by step, with what led to what. The
// loop's internals are not part of it. Everything that shows a run to people is drawn from a Story: the
// columns of a failing test, the comparison of two runs, the timeline, reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "harness/core/trace.hpp"
#include "harness/core/violation.hpp"

namespace windtunnel::findings {

/// What kind of thing a step of a story is.
enum class StoryKind : std::uint8_t { step, wait, wake, send, receive, timer, fault, breaks };
inline constexpr std::size_t story_kind_count = 8;
/// The kind's name in reports: "step".
std::string_view name_of(StoryKind kind);

/// A time or duration in seconds, without the noise of its last digits: "0.106".
std::string seconds_in_words(double seconds);

/// One thing that a task did, or that happened to it.
struct StoryStep {
  double seconds = 0;      ///< on the virtual clock
  std::size_t event = 0;   ///< how many events of the run came before it
  std::uint32_t lane = 0;  ///< by its place among the lanes
  StoryKind kind = StoryKind::step;
  std::string words;   ///< "reads x: 0"
  std::string place;   ///< "pool.cpp:12"; may be empty
  std::string file{};  ///< of the step that broke a rule: the path of its place, if it is known
  std::vector<std::uint32_t> causes;  ///< the earlier steps of any lane that led to it, by their places

  bool operator==(const StoryStep&) const = default;
};

/// A task, or a host that serves.
struct StoryLane {
  std::string name;
  std::string host;  ///< the host that it works on; empty if it uses none

  bool operator==(const StoryLane&) const = default;
};

/// A run as it is told.
struct Story {
  std::vector<StoryLane> lanes;  ///< in the order in which they appear
  std::vector<StoryStep> steps;  ///< in the order in which they happened
  std::size_t left_out = 0;      ///< steps beyond the limit, before the first

  /// The place of the step at which something was broken, if the story tells of it.
  std::optional<std::size_t> violation() const;

  bool operator==(const Story&) const = default;
};

/// How many steps a story has at most; the last ones are kept.
inline constexpr std::size_t most_story_steps = 200'000;

/// The story of a run, up to a violation if there is one. The trace must have names. Empty for a subject that
/// is no program in a World.
Story story_of(const core::Trace& trace, const std::optional<core::Violation>& violation);

/// The steps that the violation depends on most closely, at most `most` of them, in order: backwards through
/// what led to what, the nearest first, and every fault. All of them if there are no more than that.
std::vector<std::size_t> steps_that_matter(const Story& story, std::size_t most);

/// How many lines a story has at most where it is printed.
inline constexpr std::size_t most_story_lines = 40;

/// How wide the columns are together unless told, in characters.
inline constexpr std::size_t story_width = 140;

/// The story in columns, a line a step: the virtual time in seconds, then in the lane's column what happened,
/// with the value and the place in the code. Many lanes, columns wider than `width`, and long lines are shown
/// below one another instead. At most `most_lines` lines of steps: those that matter. Empty if the story is.
std::string in_columns(const Story& story, std::size_t most_lines = most_story_lines,
                       std::size_t width = story_width);

}  // namespace windtunnel::findings
