// The queue of numbered items that worker processes share: each takes the next until there are no more, the
// time is over, or somebody says that nothing behind some item matters. So all items up to the last are
// worked on, whichever worker does which.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>
#include <pthread.h>

namespace windtunnel::engine {

/// When the work ends: after that many items or that much time, whichever is given and comes first, or when
/// `interrupted` becomes true. Time is looked at between items.
struct QueueLimits {
  std::optional<std::uint64_t> items;
  std::optional<std::chrono::duration<double>> time;
  const std::atomic<bool>* interrupted = nullptr;
};

/// Lives in SharedMemory. It holds no address but that of `interrupted`, which a worker sees as it was when
/// it was forked; after that the parent calls stop(). Items are taken one by one, or in rounds of equal
/// length that all workers begin together: an item belongs to its lane, its number modulo the round's length.
/// A worker must not die within next_round().
class WorkQueue {
 public:
  /// `lanes` is the length of a round; 0 if items are taken one by one.
  WorkQueue(const QueueLimits& limits, unsigned workers, std::uint64_t lanes);

  /// The next item for the calling worker; none if the work is over. The first item of all is given out
  /// however short the time.
  std::optional<std::uint64_t> take();

  /// Waits for the other workers, and gives the number of the next round; none if the work is over.
  std::optional<std::uint64_t> next_round();

  /// A worker will not come any more; it does not wait in next_round() now.
  void leave();

  /// From now on only items up to that one matter.
  void end_with(std::uint64_t item);

  /// From now on nothing is given out.
  void stop() { stopped_ = true; }

  /// The first item that does not matter any more.
  std::uint64_t end() const { return end_; }

  bool interrupted() const { return limits_.interrupted != nullptr && *limits_.interrupted; }
  double seconds() const { return std::chrono::duration<double>(Clock::now() - start_).count(); }

 private:
  using Clock = std::chrono::steady_clock;

  bool is_over() const;
  void begin_round_if_complete();

  const QueueLimits limits_;
  const std::uint64_t lanes_;
  const Clock::time_point start_ = Clock::now();
  std::atomic<std::uint64_t> next_{0};  // item or round
  std::atomic<std::uint64_t> end_{std::numeric_limits<std::uint64_t>::max()};
  std::atomic<bool> stopped_{false};

  // The barrier between rounds.
  pthread_mutex_t mutex_;
  pthread_cond_t begun_;
  unsigned workers_;
  unsigned waiting_ = 0;
  std::uint64_t rounds_begun_ = 0;
  std::optional<std::uint64_t> round_;
};

}  // namespace windtunnel::engine
