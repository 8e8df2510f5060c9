// Source: what a generator of test data asks. The answers are choices of the run, of kind `value`, as those
// of World::choose() are, so that the data is searched, shrunk, recorded and replayed together with the
// schedule.
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::data {

/// The questions of one draw. Lives as long as the draw.
class Source {
 public:
  /// The site is where the questions are asked, for schedules and for people. Choices must outlive it.
  Source(tornado::ChoiceSource& choices, std::string_view site) : choices_(choices), site_(site) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  /// A number below `options`, at least 1; 0 is the simplest. `what` is the part of the site that tells this
  /// question from others of the draw: "/more".
  std::uint32_t choose(std::uint32_t options, std::string_view what = {}) {
    assert(options > 0);
    if (options < 2) return 0;
    const std::size_t size = site_.size();
    site_.append(what);
    const std::uint32_t answer = choices_.choose({tornado::ChoiceKind::value, options, site_});
    site_.resize(size);
    return std::min(answer, options - 1);
  }

  /// A number up to `most`; 0 is the simplest. A fuzzer's answer has 16 bits, so a large number is several
  /// questions, one for each 16 bits.
  std::uint64_t up_to(std::uint64_t most) {
    constexpr unsigned width = 16;
    unsigned shift = 0;
    while (most >> shift >> width != 0) shift += width;
    std::uint64_t number = 0;
    for (bool at_most = true;; shift -= width) {
      const std::uint64_t digit = at_most ? most >> shift & 0xffffU : 0xffffU;
      const std::uint64_t chosen = choose(static_cast<std::uint32_t>(digit) + 1);
      at_most = at_most && chosen == digit;
      number = number << width | chosen;
      if (shift == 0) return number;
    }
  }

  const std::string& site() const { return site_; }

 private:
  tornado::ChoiceSource& choices_;
  std::string site_;
};

}  // namespace windtunnel::data
