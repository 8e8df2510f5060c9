#include "harness/subjects/world/data/generator.hpp"

#include <stdexcept>

#include "harness/core/odometer_source.hpp"
#include "harness/core/seeded_source.hpp"

namespace windtunnel::data {

void search_accepted(const std::string& site, const std::function<bool(Source&)>& accepts) {
  constexpr int most_counted = 1000;
  constexpr int most_random = 10'000;
  core::OdometerSource counting;
  int tried = 0;
  do {
    Source source(counting, site);
    if (accepts(source)) return;
  } while (++tried < most_counted && counting.next());
  core::SeededSource random(1);
  for (; tried >= most_counted && tried < most_counted + most_random; ++tried) {
    Source source(random, site);
    if (accepts(source)) return;
  }
  throw std::invalid_argument("the filter of " + site + " accepts none of " + std::to_string(tried) +
                              " values: draw values that fit, by map() or from a smaller range");
}

}  // namespace windtunnel::data
