#include "harness/findings/progress.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "harness/core/figures.hpp"

namespace windtunnel::findings {

std::string progress_in_words(const SearchMoment& before, const SearchMoment& now) {
  std::string words = fmt::format("{} schedules", core::grouped(now.runs));
  if (now.orders == 0) return words;
  words += fmt::format(", {} partial orders", core::grouped(now.orders));
  const std::uint64_t runs = now.runs > before.runs ? now.runs - before.runs : 0;
  const std::uint64_t news = now.orders > before.orders ? now.orders - before.orders : 0;
  if (runs == 0 || now.seconds <= before.seconds) return words;
  return words + fmt::format(", {} new ones a second; about {:.2g} % of the schedules show a new one",
                             core::per_second(news, now.seconds - before.seconds),
                             100 * static_cast<double>(news) / static_cast<double>(runs));
}

std::string left_in_words(double seconds, std::uint64_t done, std::optional<std::uint64_t> most,
                          const std::optional<std::chrono::duration<double>>& time) {
  constexpr double year = 365.0 * 24 * 3600;
  double left = std::numeric_limits<double>::infinity();
  if (most && done > 0 && seconds > 0) {
    const double rest = *most > done ? static_cast<double>(*most - done) : 0;
    left = rest * seconds / static_cast<double>(done);
  }
  if (time) left = std::min(left, std::max(0.0, time->count() - seconds));
  if (left > year) return {};
  if (left < 100) return fmt::format("; {:.0f} s left", left);
  if (left < 100 * 60) return fmt::format("; {:.0f} min left", left / 60);
  return fmt::format("; {:.0f} h left", left / 3600);
}

std::string ProgressTeller::words(double seconds, const engine::SearchProgress& progress) {
  const SearchMoment now{seconds, progress.runs, progress.orders};
  if (seconds - latest_.seconds >= 1) {
    before_ = latest_;
    latest_ = now;
  }
  return progress_in_words(before_, now) + left_in_words(seconds, now.runs, options_.runs, options_.time);
}

}  // namespace windtunnel::findings
