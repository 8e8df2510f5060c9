// One worker of a campaign: flies its share of the programs, and leaves what it counted, what it found and
// what it is doing in memory that outlives it.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>

#include "harness/apart/flight_recorder.hpp"
#include "harness/check/breach_note.hpp"
#include "harness/check/campaign.hpp"
#include "harness/check/campaign_figures.hpp"
#include "harness/check/work_share.hpp"

namespace windtunnel {

/// What a worker leaves, in SharedMemory.
class WorkerDesk {
 public:
  /// What the worker is doing: only while it flies a program can that be the program's fault.
  enum class Stage : std::uint8_t { idle, making, flying };

  std::atomic<std::uint64_t> pulse{0};   ///< moves with every run
  std::atomic<std::uint64_t> number{0};  ///< of the program in the shard
  std::atomic<Stage> stage{Stage::idle};
  std::atomic<std::uint64_t> programs{0};  ///< so far, for the progress line
  std::atomic<std::uint64_t> runs{0};
  std::atomic<std::uint64_t> steps{0};
  FlightRecorder recorder;

  /// What the worker has found its program to break, under the recorded choices.
  BreachNote breach;

  /// The figures as of the worker's last whole batch, whenever it dies.
  void leave(const CampaignFigures& figures);
  CampaignFigures figures() const { return figures_[which_.load(std::memory_order_acquire)]; }

 private:
  std::array<CampaignFigures, 2> figures_;
  std::atomic<unsigned> which_{0};
};

/// Works until there is no more work, or a law is broken.
void work(const CampaignOptions& options, WorkShare& share, WorkerDesk& desk);

/// How many programs a worker takes at once.
inline constexpr std::uint64_t campaign_batch = 32;

}  // namespace windtunnel
