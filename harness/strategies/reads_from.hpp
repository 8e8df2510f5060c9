// ReadsFrom: reads-from directed search, after RFF (Wolff et al., ASPLOS 2024). Each run gets a few wishes of
// the form "this read sees that write", for sites seen before, and is steered towards them. Where the wishes
// do not decide, partial order sampling does. Wishes that showed something new are kept and mutated.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

class ReadsFrom final : public StepStrategy {
 protected:
  void learn(const tornado::StepLog& steps) override;
  void start() override;
  void ran(const tornado::Step& step, const tornado::StepLog& steps) override;
  void became_ready(const tornado::Step& step, std::uint32_t slot) override;
  std::size_t pick(const tornado::StepLog& steps) override;

 private:
  using Site = std::uint32_t;  // a line of the program; 0: an object's initial value

  struct Wish {
    std::uint32_t object;
    Site write;
    Site read;
    bool over = false;  // the read has happened
  };
  using Wishes = std::vector<Wish>;
  struct Sites {
    std::uint32_t object;
    std::vector<Site> writes{0};
    std::vector<Site> reads{};
  };
  // How the wishes rate a ready step.
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

}  // namespace windtunnel::strategies
