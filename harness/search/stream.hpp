// A stream of a search: runs of one subject, one after another, under a strategy of its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

#include "harness/search/explorer.hpp"
#include "harness/search/search_share.hpp"
#include "harness/search/stream_report.hpp"

namespace windtunnel {

/// Runs in a worker's process. What it is given must outlive it.
class Stream {
 public:
  Stream(const Subject& subject, const SearchOptions& options, std::size_t number, StreamDesk& desk);

  /// At most so many runs more; fewer if one breaks something or there are no others. `pulse` moves with
  /// each.
  void work(std::uint64_t runs, std::atomic<std::uint64_t>& pulse);

  /// Whether the strategy has run all there is.
  bool is_over() const { return over_; }
  /// Whether a run broke something; the desk knows what.
  bool has_broken() const { return broken_; }

  StreamReport report() const;

 private:
  const Subject& subject_;
  const SearchOptions& options_;
  const std::uint64_t seed_;
  StreamDesk& desk_;
  std::unique_ptr<Strategy> strategy_;
  LawSet laws_;
  RunOptions run_options_;
  Trace trace_;
  Coverage coverage_;
  bool over_ = false;
  bool broken_ = false;
};

}  // namespace windtunnel
