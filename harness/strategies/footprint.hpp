// What each step of a run touched: variables and locks of its World, and what the loop's observer saw of
// futures, locks, queues and timers. Two steps that touch nothing in common, or only read it, commute.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "harness/trace.hpp"

namespace windtunnel {

/// One thing that a step touched. Things of different kinds have different numbers.
struct Touched {
  std::uint64_t thing;
  bool written;
  bool operator==(const Touched&) const = default;
};

/// A step's things, ascending, each once.
using Footprint = std::vector<Touched>;

/// Without the futures that were made during the step: nobody else could touch those instead. `first_new` is
/// the number of the first of them. Numbers of futures that are made later differ between schedules.
Footprint without_new(const Footprint& footprint, std::uint32_t first_new);

/// Whether the order of two steps with these footprints matters.
bool conflict(const Footprint& left, const Footprint& right);

/// Adds the things of another.
void merge_into(Footprint& footprint, const Footprint& other);

/// Reads the footprints of a run's steps, in order, as far as the run has come.
class FootprintReader {
 public:
  /// A run begins.
  void start() {
    accesses_ = 0;
    events_ = 0;
  }

  /// The footprint of the step at that place among those that ran; it must be asked of each step once, in
  /// order. Everything that belongs to it must have happened.
  void read(const Trace& trace, std::size_t place, Footprint& footprint);

 private:
  std::size_t accesses_ = 0;
  std::size_t events_ = 0;
};

}  // namespace windtunnel
