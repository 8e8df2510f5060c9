#include "harness/report/progress.hpp"

#include <fmt/format.h>

#include "harness/core/figures.hpp"

namespace windtunnel::report {

std::string progress_in_words(const findings::SearchSample& before, const findings::SearchSample& now) {
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

}  // namespace windtunnel::report
