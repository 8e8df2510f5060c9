// What a search learns while it runs, on one line for a terminal.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "harness/engine/explorer.hpp"

namespace windtunnel::findings {

/// How far a search was at a time.
struct SearchMoment {
  double seconds = 0;
  std::uint64_t runs = 0;
  std::uint64_t orders = 0;  ///< partial orders that it had seen
};

/// How far it is, with what was new since `before`: "12,345 schedules, 4,567 partial orders, 120 new ones a
/// second; about 3 % of the schedules show a new one".
std::string progress_in_words(const SearchMoment& before, const SearchMoment& now);

/// What is left of a budget of `most` things or of `time`, whichever is over first, at the rate so far: "; 12
/// s left". Empty if there is no end, or nothing to judge by.
std::string left_in_words(double seconds, std::uint64_t done, std::optional<std::uint64_t> most,
                          const std::optional<std::chrono::duration<double>>& time);

/// Tells how far a search is, again and again: the rates are those of the latest second or two.
class ProgressTeller {
 public:
  /// The options must outlive it.
  explicit ProgressTeller(const engine::SearchOptions& options) : options_(options) {}

  std::string words(double seconds, const engine::SearchProgress& progress);

 private:
  const engine::SearchOptions& options_;
  SearchMoment before_;
  SearchMoment latest_;  // becomes the one before, a second later
};

}  // namespace windtunnel::findings
