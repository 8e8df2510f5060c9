// Footprint: what a step of a run touched: variables and locks of its World, and the futures, locks, queues,
// timers and streams that the loop's observer saw. Two steps commute if they touch nothing in common, or only
// read it. Plain variables are not seen: unless the run declares all its accesses
// (World::declares_all_accesses), any step may touch anything.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "harness/core/trace.hpp"

namespace windtunnel::strategies {

/// One object that a step touched. Objects of different kinds have different numbers.
struct Touched {
  std::uint64_t thing;
  bool written;
  bool operator==(const Touched&) const = default;
};

/// The objects that a step touched, ascending, each once. One that may be any object comes last and conflicts
/// with every footprint.
using Footprint = std::vector<Touched>;

/// The footprint without the futures that were made during the step, as no other step could touch those.
/// `first_new` is the number of the first of them. The numbers of futures made later differ between
/// schedules.
Footprint without_new(const Footprint& footprint, std::uint32_t first_new);

/// Whether the order of two steps with these footprints matters.
bool conflict(const Footprint& left, const Footprint& right);

/// Adds the objects of another footprint.
void merge_into(Footprint& footprint, const Footprint& other);

/// Reads the footprints of a run's steps, in order, as far as the run has progressed.
class FootprintReader {
 public:
  /// Called when a run begins.
  void start() { accesses_ = events_ = looks_ = step_timers_ = 0; }

  /// The footprint of the step at that place among those that ran. Call it once for each step, in order, when
  /// all events of the step have happened.
  void read(const core::Trace& trace, std::size_t place, Footprint& footprint);

 private:
  void read_events(const core::Trace& trace, std::size_t begin, std::size_t end, Footprint& footprint);
  bool is_step_timer(const core::Trace& trace, const tornado::Event& event);

  std::size_t accesses_ = 0;
  std::size_t events_ = 0;
  std::size_t looks_ = 0;
  std::size_t step_timers_ = 0;
};

}  // namespace windtunnel::strategies
