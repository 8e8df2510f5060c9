// EachOnce: the quiet run, and then the quiet run again for everything that can go wrong in it, which goes
// wrong there and nowhere else: every operation that can fail, in every way, or every message that can be
// split, at every place. Error paths are short and many, and rarely all tested; this tries each of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "harness/strategies/strategy.hpp"

namespace windtunnel::strategies {

/// Ends when each was tried. It draws nothing at random.
class EachOnce final : public Strategy {
 public:
  /// `failures`: of the simulated network, and of World::may_fail; `splits`: of World::split, and where the
  /// network takes, carries or gives only a part of some data.
  enum class Of : std::uint8_t { failures, splits };

  explicit EachOnce(Of of) : of_(of) {}

  bool begin_run(std::uint64_t seed, const core::Trace& trace) override;
  std::uint32_t choose(const tornado::ChoicePoint& point) override;
  void end_run(const core::Trace& trace) override;
  void saw(const core::Trace& trace) override;
  bool applies() const override { return seen_ || begun_; }
  std::string certificate() const override;

  /// How many the quiet run has, and how many of them were tried.
  std::size_t count() const { return count_; }
  std::size_t tried() const { return tried_; }

 private:
  struct Question {
    tornado::ChoiceKind kind;
    std::uint32_t options;
    bool operator==(const Question&) const = default;
  };
  // A question of the quiet run, and how many of its answers are something that goes wrong: from 1 on. If the
  // network cuts data there, it asks next after which byte, which only that run shows.
  struct Chance {
    std::size_t place;
    std::uint32_t ways;
    bool cuts = false;
  };

  std::uint32_t ways_of(const tornado::ChoicePoint& point) const;
  void go_to_next();
  std::uint32_t answer_chance(const tornado::ChoicePoint& point, std::size_t place);
  bool is_quiet() const { return chance_ == nowhere; }

  static constexpr std::size_t nowhere = ~std::size_t{0};

  const Of of_;
  bool seen_ = false;   // whether a run of another strategy asked such a question
  bool begun_ = false;  // whether the quiet run has begun
  bool over_ = false;
  bool deterministic_ = true;
  std::size_t asked_ = 0;         // questions of this run so far
  std::size_t chance_ = nowhere;  // what goes wrong in this run
  std::uint32_t way_ = 1;         // how
  std::string cut_site_;          // where the network cuts data
  std::uint32_t cut_ = 0;         // after which byte, of
  std::uint32_t cuts_ = 1;
  std::vector<Question> questions_;  // of the quiet run
  std::vector<Chance> chances_;
  std::size_t count_ = 0;
  std::size_t tried_ = 0;
};

}  // namespace windtunnel::strategies
