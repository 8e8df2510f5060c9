#include "harness/strategies/reads_from.hpp"

#include <algorithm>

namespace windtunnel::strategies {

namespace {

constexpr std::uint32_t most_wishes = 3;
constexpr std::size_t most_kept = 64;
constexpr std::size_t most_shown = 100'000;

}  // namespace

void ReadsFrom::start() {
  last_writes_.clear();
  draw_wishes();
}

// Half of the time, changes one wish of a set that showed something new; otherwise draws wishes at random.
void ReadsFrom::draw_wishes() {
  wishes_.clear();
  if (seen_.empty()) return;
  if (!kept_.empty() && random().below(2) == 0) {
    wishes_ = kept_[random().below(static_cast<std::uint32_t>(kept_.size()))];
    const bool shorter = !wishes_.empty() && random().below(2) == 0;
    if (shorter) {
      wishes_.erase(wishes_.begin() + random().below(static_cast<std::uint32_t>(wishes_.size())));
    } else {
      add_wish();
    }
    return;
  }
  for (std::uint32_t left = random().below(most_wishes + 1); left > 0; --left) add_wish();
}

void ReadsFrom::add_wish() {
  const Sites& sites = seen_[random().below(static_cast<std::uint32_t>(seen_.size()))];
  if (sites.reads.empty()) return;
  const Site write = sites.writes[random().below(static_cast<std::uint32_t>(sites.writes.size()))];
  const Site read = sites.reads[random().below(static_cast<std::uint32_t>(sites.reads.size()))];
  wishes_.push_back({sites.object, write, read});
}

ReadsFrom::Sites& ReadsFrom::sites_of(std::uint32_t object) {
  const auto at =
      std::find_if(seen_.begin(), seen_.end(), [&](const Sites& sites) { return sites.object == object; });
  return at != seen_.end() ? *at : seen_.emplace_back(Sites{object});
}

void ReadsFrom::ran(const tornado::Step& step, const tornado::StepLog& steps) {
  if (step.object == 0) return;
  if (tornado::writes(step.touch)) at_place(last_writes_, step.object) = step.site.line();
  for (Wish& wish : wishes_) {
    wish.over |= wish.object == step.object && wish.read == step.site.line();
  }
  for (std::size_t at = 0; at < steps.ready_count(); ++at) {
    const std::uint32_t slot = steps.slot(at);
    if (slot < priorities_.size() && race(step, steps.ready(at))) priorities_[slot] = random().next();
  }
}

void ReadsFrom::became_ready(const tornado::Step&, std::uint32_t slot) {
  at_place(priorities_, slot) = random().next();
}

ReadsFrom::Band ReadsFrom::band_of(const tornado::Step& step) const {
  Band band = Band::indifferent;
  const Site last = step.object < last_writes_.size() ? last_writes_[step.object] : 0;
  for (const Wish& wish : wishes_) {
    if (wish.over || wish.object != step.object) continue;
    const bool fulfilled = last == wish.write;
    if (step.site.line() == wish.read) {
      if (!fulfilled) return Band::avoid;
      band = Band::take;
    } else if (tornado::writes(step.touch)) {
      if (fulfilled) return Band::avoid;
      if (step.site.line() == wish.write) band = Band::take;
    }
  }
  return band;
}

std::size_t ReadsFrom::pick(const tornado::StepLog& steps) {
  std::size_t best = 0;
  Band highest = Band::avoid;
  for (std::size_t at = 0; at < steps.ready_count(); ++at) {
    const Band band = wishes_.empty() ? Band::indifferent : band_of(steps.ready(at));
    if (at != 0 && band < highest) continue;
    if (at == 0 || band > highest || priorities_[steps.slot(at)] > priorities_[steps.slot(best)]) {
      highest = band;
      best = at;
    }
  }
  return best;
}

// Remembers the sites, and the wishes if the run showed a new combination of reads and writes.
void ReadsFrom::learn(const tornado::StepLog& steps) {
  last_writes_.clear();
  std::uint64_t pairs = 0;
  for (const tornado::Step& step : steps.done()) {
    if (step.object == 0) continue;
    const Site site = step.site.line();
    const bool writes = tornado::writes(step.touch);
    Sites& sites = sites_of(step.object);
    // A write may read too, such as an exchange: what it reads is worth a wish as well.
    std::vector<Site>& known = writes ? sites.writes : sites.reads;
    if (std::find(known.begin(), known.end(), site) == known.end()) known.push_back(site);
    Site& last = at_place(last_writes_, step.object);
    std::uint64_t pair = (std::uint64_t{step.object} << 44U) ^ (std::uint64_t{last} << 22U) ^ site;
    pairs |= core::splitmix64(pair) & core::splitmix64(pair) & core::splitmix64(pair);
    if (writes) last = site;
  }
  if (shown_.size() < most_shown && ++shown_[pairs] == 1 && !wishes_.empty()) {
    for (Wish& wish : wishes_) wish.over = false;
    if (kept_.size() < most_kept) {
      kept_.push_back(wishes_);
    } else {
      kept_[random().below(most_kept)] = wishes_;
    }
  }
}

}  // namespace windtunnel::strategies
