#include "harness/strategies/each_once.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "harness/core/figures.hpp"

namespace windtunnel::strategies {

namespace {

constexpr std::string_view network_sites = "net/";

// Whether the question is which faults a connection has. The last answer is all of them; then each operation
// of the connection is a question of its own.
bool is_weather(const tornado::ChoicePoint& point) {
  return point.kind == tornado::ChoiceKind::fault && point.site.starts_with(network_sites) &&
         point.site.ends_with("/weather");
}

// Whether it is how often they occur, which changes nothing where each is asked for.
bool is_rate(const tornado::ChoicePoint& point) {
  return point.site.starts_with(network_sites) && point.site.ends_with("/rate");
}

// Whether it is whether the network cuts some data.
bool is_cut(const tornado::ChoicePoint& point) {
  return point.site.starts_with(network_sites) &&
         (point.site.ends_with("/split") || point.site.ends_with("/short-read") ||
          point.site.ends_with("/short-write"));
}

tornado::ChoiceKind kind_of(EachOnce::Of of) {
  return of == EachOnce::Of::failures ? tornado::ChoiceKind::fault : tornado::ChoiceKind::fragment;
}

}  // namespace

bool EachOnce::begin_run(std::uint64_t, const core::Trace&) {
  if (over_) return false;
  begun_ = true;
  asked_ = 0;
  return true;
}

// How many answers make something go wrong: a fault of the network strikes if the answer is 1.
std::uint32_t EachOnce::ways_of(const tornado::ChoicePoint& point) const {
  if (point.kind != kind_of(of_) || is_weather(point) || is_rate(point)) return 0;
  if (!point.site.starts_with(network_sites)) return point.options - 1;
  return of_ == Of::failures || is_cut(point) ? 1 : 0;
}

std::uint32_t EachOnce::choose(const tornado::ChoicePoint& point) {
  const std::size_t place = asked_++;
  if (is_quiet()) {
    if (questions_.size() < core::choice_limit) {
      questions_.push_back({point.kind, point.options});
      if (const std::uint32_t ways = ways_of(point); ways != 0) {
        chances_.push_back({place, ways, is_cut(point)});
        count_ += ways;
      }
    }
  } else if (const std::uint32_t answer = answer_chance(point, place); answer != 0) {
    return answer;
  }
  return is_weather(point) ? point.options - 1 : 0;
}

std::uint32_t EachOnce::answer_chance(const tornado::ChoicePoint& point, std::size_t place) {
  const Chance& chance = chances_[chance_];
  if (place <= chance.place)
    deterministic_ = deterministic_ && questions_[place] == Question{point.kind, point.options};
  if (place == chance.place) {
    if (chance.cuts) cut_site_ = point.site;
    return std::min(way_, point.options - 1);
  }
  if (!chance.cuts || place != chance.place + 1 || point.site != cut_site_) return 0;
  if (cut_ == 0) count_ += point.options - 1;
  cuts_ = point.options;
  return cut_;
}

void EachOnce::end_run(const core::Trace&) {
  if (is_quiet()) {
    chance_ = 0;
  } else {
    deterministic_ = deterministic_ && asked_ > chances_[chance_].place;
    ++tried_;
    go_to_next();
  }
  over_ = chance_ == chances_.size() || !deterministic_;
}

void EachOnce::go_to_next() {
  if (++cut_ < cuts_) return;
  cut_ = 0;
  cuts_ = 1;
  if (way_++ < chances_[chance_].ways) return;
  ++chance_;
  way_ = 1;
}

void EachOnce::saw(const core::Trace& trace) {
  if (seen_) return;
  const auto choices = trace.schedule.choices();
  seen_ = std::any_of(choices.begin(), choices.end(),
                      [&](const core::Choice& choice) { return choice.kind == kind_of(of_); });
}

std::string EachOnce::certificate() const {
  if (!deterministic_) return "not deterministic: equal choices were followed by different questions";
  if (is_quiet()) return {};
  const std::string_view one = of_ == Of::failures ? "failure" : "split";
  if (count_ == 0) return fmt::format("no {} is possible in the usual schedule", one);
  const std::string all = fmt::format("{} {}{}", core::grouped(count_), one, count_ == 1 ? "" : "s");
  if (!over_) return fmt::format("{} of {} tried", core::grouped(tried_), all);
  return all + (count_ == 1 ? ", tried" : ", each tried");
}

}  // namespace windtunnel::strategies
