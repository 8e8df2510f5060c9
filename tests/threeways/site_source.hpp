// SiteSource: answers by where and how often a question is asked, not by when. So two runs that ask the same
// about the network, among other questions, are told the same about it.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "harness/core/digest.hpp"
#include "harness/core/random.hpp"
#include "runtime/sim/choice_source.hpp"

namespace windtunnel {

/// Of data and of the network's faults, what the seed says; of the order of descriptors that are ready at
/// once what `order` says, where 0 is the quiet answer; of everything else the quiet answer.
class SiteSource final : public tornado::ChoiceSource {
 public:
  explicit SiteSource(std::uint64_t seed, std::uint64_t order = 0) : seed_(seed), order_(order) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    using Kind = tornado::ChoiceKind;
    if (point.site == "kernel/epoll")
      return order_ == 0 ? last_of(point.options) : answer(core::derive(order_, 0), point);
    if (point.kind != Kind::value && point.kind != Kind::fault && point.kind != Kind::latency &&
        point.kind != Kind::fragment)
      return 0;
    return answer(seed_, point);
  }

  /// How often which site was asked.
  const std::map<std::string, std::uint64_t>& asked() const { return asked_; }

 private:
  // A set is asked for its first descriptor among `options`, and then for the others, each time also whether
  // it ends here, which is the last option.
  std::uint32_t last_of(std::uint32_t options) {
    if (others_ == 0) {
      others_ = options - 1;
      return options - 1;
    }
    --others_;
    return options - 2;
  }

  std::uint32_t answer(std::uint64_t seed, const tornado::ChoicePoint& point) {
    const std::uint64_t site = core::digest_of(point.site);
    core::Random random(core::derive(core::derive(seed, site), asked_[std::string(point.site)]++));
    return random.below(point.options);
  }

  std::uint64_t seed_;
  std::uint64_t order_;
  std::uint32_t others_ = 0;
  std::map<std::string, std::uint64_t> asked_;
};

}  // namespace windtunnel
