// Curves: numbers that grow while a campaign runs, such as what each strategy has shown, and their plot.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace windtunnel::findings {

/// Several numbers over time. However long the campaign takes, the moments that are kept are few, and evenly
/// spread.
class Curves {
 public:
  static constexpr std::size_t most_moments = 400;
  /// Each number with its name; the names are the same every time, in the same order.
  using Values = std::vector<std::pair<std::string, std::uint64_t>>;

  struct Moment {
    double seconds = 0;
    std::vector<std::uint64_t> values;  ///< in the order of the names
  };

  /// `seconds` since the campaign began; it never goes back.
  void add(double seconds, const Values& values);

  const std::vector<std::string>& names() const { return names_; }
  /// In order; the first and the latest one are among them.
  const std::vector<Moment>& moments() const { return moments_; }

 private:
  std::vector<std::string> names_;
  std::vector<Moment> moments_;
  std::size_t every_ = 1;        // one of how many moments is kept
  std::size_t count_ = 0;        // of all moments
  bool is_passed_over_ = false;  // whether the latest moment is only there until the next one comes
};

/// A picture as SVG: a line for each curve that is not 0 throughout, with its name and what it came to at the
/// end. Each line begins with 0 at 0 s, so that a campaign that ended before its second moment has lines too.
/// Empty if there is nothing to draw.
std::string plot_of(const Curves& curves);

}  // namespace windtunnel::findings
