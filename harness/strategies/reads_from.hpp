// Reads-from directed search, after RFF (Wolff et al., ASPLOS 2024): each run is given a few wishes of the
// form "this read reads what that write wrote", made of sites that were seen before, and is steered towards
// them; where they say nothing, partial order sampling decides. Wishes that showed something new are kept and
// changed.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel {

class ReadsFrom final : public StepStrategy {
 protected:
  void learn(const tornado::StepLog& steps) override;
  void start() override;
  void ran(const tornado::Step& step, const tornado::StepLog& steps) override;
  void became_ready(const tornado::Step& step, std::uint32_t slot) override;
  std::size_t pick(const tornado::StepLog& steps) override;

 private:
  using Site = std::uint32_t;  // a line of the program; 0: the value that a thing has at first

  struct Wish {
    std::uint32_t object;
    Site write;
    Site read;
    bool over = false;  // the read has come
  };
  using Wishes = std::vector<Wish>;
  struct Sites {
    std::uint32_t object;
    std::vector<Site> writes{0};
    std::vector<Site> reads{};
  };
  // What a ready step is to the wishes.
  enum class Band : std::uint8_t { avoid, indifferent, take };

  void draw_wishes();
  void add_wish();
  Sites& sites_of(std::uint32_t object);
  Band band_of(const tornado::Step& step) const;

  std::vector<Sites> seen_;
  std::map<std::uint64_t, std::uint32_t> shown_;  // how often each set of pairs of write and read was seen
  std::vector<Wishes> kept_;
  Wishes wishes_;                          // of this run
  std::vector<Site> last_writes_;          // by object
  std::vector<std::uint64_t> priorities_;  // by slot
};

}  // namespace windtunnel
