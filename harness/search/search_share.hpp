// What the processes of one search have in common: what each is to do next, how far each stream has come, and
// what was found. It outlives a worker that its subject takes down.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "harness/apart/flight_recorder.hpp"
#include "harness/apart/gate.hpp"
#include "harness/check/breach_note.hpp"

namespace windtunnel {

/// Streams of a search that chooses at random; one that enumerates has a single one, as two would run the
/// same.
inline constexpr std::size_t most_streams = 4;

/// One stream: its runs so far, and the choices of its last one.
struct StreamDesk {
  std::atomic<std::uint64_t> runs{0};   ///< begun
  std::atomic<std::uint64_t> steps{0};  ///< of those that came to their end
  std::uint64_t runs_before = 0;        ///< the round that is on
  BreachNote breach;
  FlightRecorder recorder;
};

/// Lives in SharedMemory. The streams run in rounds of equal length, and no stream is ahead of another, so
/// that what is counted when something breaks does not depend on which worker is fast.
class SearchShare {
 public:
  SearchShare(unsigned workers, std::size_t stream_count, std::uint64_t runs,
              std::optional<std::chrono::duration<double>> time)
      : gate_(workers),
        stream_count_(stream_count),
        budget_(runs),
        time_(time),
        first_broken_(stream_count) {}

  /// Waits for the other workers, then says how many runs each stream of this round has; 0 ends the work.
  std::uint64_t next_round() {
    gate_.pass([this] { plan(); });
    return each_;
  }
  /// Whether that stream runs in this round: a stream behind one that broke something does not matter any
  /// more, and what is left of the budget may be too little for all.
  bool runs_now(std::size_t stream) const { return stream < first_broken_ && stream < left_; }

  /// That stream broke something.
  void found_in(std::size_t stream) {
    std::size_t first = first_broken_;
    while (stream < first && !first_broken_.compare_exchange_weak(first, stream)) {
    }
  }
  /// A worker will not come any more.
  void leave_out_one() {
    gate_.leave_out_one([this] { plan(); });
  }
  /// There is no round after this one.
  void stop() { stopped_ = true; }

  /// The first stream that broke something, or their number.
  std::size_t first_broken() const { return first_broken_; }
  std::size_t stream_count() const { return stream_count_; }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

  std::uint64_t runs() const {
    std::uint64_t sum = 0;
    for (std::size_t at = 0; at < stream_count_; ++at) sum += streams[at].runs;
    return sum;
  }

  std::array<StreamDesk, most_streams> streams;

 private:
  using Clock = std::chrono::steady_clock;

  static constexpr std::uint64_t round_runs = 256;  // of one stream, between two looks at the clock

  void plan() {
    const bool over = stopped_ || first_broken_ < stream_count_ || (time_ && seconds() >= time_->count());
    left_ = budget_ - std::min(budget_, runs());
    each_ = over || left_ == 0 ? 0 : std::clamp<std::uint64_t>(left_ / stream_count_, 1, round_runs);
    for (std::size_t at = 0; at < stream_count_ && each_ != 0; ++at)
      streams[at].runs_before = streams[at].runs;
  }

  Gate gate_;
  const std::size_t stream_count_;
  const std::uint64_t budget_;
  const std::optional<std::chrono::duration<double>> time_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<std::size_t> first_broken_;
  std::atomic<bool> stopped_{false};
  // Of this round; written while all workers wait.
  std::uint64_t each_ = 0;
  std::uint64_t left_ = 0;
};

}  // namespace windtunnel
