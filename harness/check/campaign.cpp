#include "harness/check/campaign.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <stdexcept>
#include <utility>

#include "harness/apart/children.hpp"
#include "harness/apart/shared_memory.hpp"
#include "harness/check/campaign_worker.hpp"
#include "harness/check/judge_apart.hpp"
#include "harness/check/program.hpp"
#include "harness/check/work_share.hpp"

namespace windtunnel {

namespace {

// How many programs of the campaign are the shard's.
std::uint64_t programs_of(const Shard& shard, std::uint64_t programs) {
  return programs / shard.count + (shard.number <= programs % shard.count ? 1 : 0);
}

CrewLimits limits_of(const CampaignOptions& options) {
  CrewLimits limits;
  if (options.programs) limits.count = programs_of(options.shard, *options.programs);
  limits.time = options.time;
  limits.interrupted = options.interrupted;
  return limits;
}

// The campaign as the parent of its workers sees it.
class Campaign {
 public:
  explicit Campaign(const CampaignOptions& options)
      : options_(options),
        laws_(options.laws, claims_of(options)),
        share_(limits_of(options), campaign_batch) {}

  CampaignResult run(const std::function<void(const CampaignProgress&)>& on_tick) {
    start_workers();
    children_.look_after([&](std::size_t at, const Ending& ending) { settle(*desks_[at], ending); },
                         [&] {
                           if (share_->interrupted()) share_->stop();
                           if (on_tick) on_tick(progress());
                         });
    if (on_tick) on_tick(progress());
    if (!failure_.empty()) throw std::runtime_error(failure_);
    result_.interrupted = share_->interrupted();
    result_.seconds = share_->seconds();
    tally_laws();
    return std::move(result_);
  }

 private:
  void start_workers() {
    const unsigned jobs = std::max(1U, options_.jobs);
    for (unsigned job = 0; job < jobs; ++job) desks_.emplace_back();
    for (unsigned job = 0; job < jobs; ++job) {
      WorkerDesk& desk = *desks_[job];
      children_.start([&] { work(options_, *share_, desk); }, options_.limits, &desk.pulse);
    }
  }

  void settle(const WorkerDesk& desk, const Ending& ending) {
    result_ += desk.figures();
    if (const std::optional<Breach> breach = desk.breach.read()) {
      found(desk, *breach, {});
    } else if (ending.cause == Cause::returned) {
      return;
    } else if (ending.cause != Cause::threw && desk.stage == WorkerDesk::Stage::flying) {
      share_->end_with(desk.number);
      found(desk, death(ending, desk.recorder.log().size()), ending.last_words);
    } else {
      fail(desk, ending);
    }
  }

  void fail(const WorkerDesk& desk, const Ending& ending) {
    share_->stop();
    if (!failure_.empty()) return;
    failure_ = loss_in_words(ending, fmt::format("with program {}, which was not flying",
                                                 program_of(options_.shard, desk.number)));
  }

  void found(const WorkerDesk& desk, Breach breach, std::string last_words) {
    const std::uint64_t index = program_of(options_.shard, desk.number);
    ++progress_.findings;
    auto& counterexample = result_.counterexample;
    if (counterexample && counterexample->program <= index) return;
    counterexample = program_at(options_, index);
    counterexample->schedule = desk.recorder.log();
    counterexample->breach = std::move(breach);
    counterexample->last_words = std::move(last_words);
  }

  const CampaignProgress& progress() {
    std::uint64_t programs = 0;
    std::uint64_t runs = 0;
    std::uint64_t steps = 0;
    for (const SharedMemory<WorkerDesk>& desk : desks_) {
      programs += desk->programs;
      runs += desk->runs;
      steps += desk->steps;
    }
    progress_.programs = programs;
    progress_.runs = runs;
    progress_.steps = steps;
    return progress_;
  }

  void tally_laws() {
    for (std::size_t at = 0; at < laws_.size(); ++at) {
      const LawCard& card = laws_.card(at);
      if (options_.freedom == Freedom::adversary && !card.holds_under_adversary) continue;
      result_.laws.push_back({card.name, card.title, result_.judged[at]});
    }
  }

  const CampaignOptions& options_;
  const LawSet laws_;
  SharedMemory<WorkShare> share_;
  std::vector<SharedMemory<WorkerDesk>> desks_;
  Children children_;
  CampaignProgress progress_;
  CampaignResult result_;
  std::string failure_;
};

}  // namespace

CampaignResult run_campaign(const CampaignOptions& options,
                            const std::function<void(const CampaignProgress&)>& on_tick) {
  return Campaign(options).run(on_tick);
}

}  // namespace windtunnel
