#include "harness/shrink/fewer_faults.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "harness/core/schedule.hpp"
#include "harness/shrink/network_words.hpp"

namespace windtunnel::shrink {

namespace {

using core::Answer;
using Answers = std::vector<Answer>;

// How many single faults are tried.
constexpr std::uint32_t most_trials = 300;

bool is_of_network(const Answer& answer) {
  return network_site(answer.site).has_value();
}

bool is_weather(const Answer& answer) {
  const auto site = network_site(answer.site);
  return site && site->what == "weather";
}

// Answers as told, 0 to everything else, and notes what the network asks.
class ListeningSource final : public tornado::ChoiceSource {
 public:
  explicit ListeningSource(const Answers& answers) : answers_(answers) {}

  std::uint32_t choose(const tornado::ChoicePoint& point) override {
    if (point.steps != nullptr) return 0;
    const std::uint32_t occurrence = questions_.count(point);
    Answer asked{point.kind, std::string(point.site), occurrence, 1, point.options};
    if (is_of_network(asked) && heard_.size() < core::constraint_limit) heard_.push_back(asked);
    for (const Answer& each : answers_) {
      if (each.kind == point.kind && each.occurrence == occurrence && each.site == point.site)
        return std::min(each.index, point.options - 1);
    }
    return 0;
  }

  const Answers& heard() const { return heard_; }

 private:
  const Answers& answers_;
  core::QuestionCounter questions_;
  Answers heard_;
};

class FaultSearch {
 public:
  FaultSearch(const Answers& answers, const FaultTrials& trials) : trials_(trials) {
    for (const Answer& each : answers) {
      if (!is_of_network(each)) {
        others_.push_back(each);
        continue;
      }
      const auto site = network_site(each.site);
      if (site->fault()) kinds_.insert(site->what);
      // What was answered there, such as a length, is worth another try.
      indices_.insert(each.index);
    }
  }

  bool search() {
    if (trials_.exhausted()) return false;
    const Answers quiet = heard(others_);
    for (const Answer& weather : quiet) {
      // The last answer enables all faults.
      if (!is_weather(weather)) continue;
      if (trials_.exhausted()) return false;
      Answers stormy = others_;
      stormy.push_back(weather);
      stormy.back().index = weather.options - 1;
      for (const Answer& strike : heard(stormy))
        if (try_strike(stormy, strike)) return true;
    }
    return false;
  }

 private:
  Answers heard(const Answers& answers) const {
    ListeningSource source(answers);
    trials_.run(source);
    return source.heard();
  }

  bool try_strike(const Answers& stormy, const Answer& strike) {
    const auto site = network_site(strike.site);
    if (!site->fault() || !kinds_.contains(site->what)) return false;
    Answers candidate = stormy;
    candidate.push_back(strike);
    if (take(candidate)) return true;
    Answer length = strike;
    ++length.occurrence;
    candidate.push_back(length);
    for (const std::uint32_t index : lengths_of(strike)) {
      candidate.back().index = index;
      candidate.back().options = 0;
      if (take(candidate)) return true;
    }
    return false;
  }

  // Those that the failure has, and of a delay all others: one long delay does for several short ones.
  std::set<std::uint32_t> lengths_of(const Answer& strike) const {
    std::set<std::uint32_t> lengths = indices_;
    const bool delays = strike.kind == tornado::ChoiceKind::latency;
    for (std::uint32_t at = 1; delays && at < std::size(tornado::latency_lengths); ++at) lengths.insert(at);
    return lengths;
  }

  bool take(const Answers& answers) {
    if (trials_.exhausted() || tried_++ >= most_trials) return false;
    return trials_.take(answers);
  }

  const FaultTrials& trials_;
  Answers others_;
  std::set<std::string> kinds_;
  std::set<std::uint32_t> indices_;
  std::uint32_t tried_ = 0;
};

}  // namespace

bool one_fault(const Answers& answers, const FaultTrials& trials) {
  const auto strikes = std::count_if(answers.begin(), answers.end(), [](const Answer& answer) {
    const auto site = network_site(answer.site);
    return site && site->fault();
  });
  return strikes > 1 && FaultSearch(answers, trials).search();
}

void less_data(Answers answers, const FaultTrials& trials) {
  for (std::size_t at = answers.size(); at-- > 0 && !trials.exhausted();) {
    if (answers[at].kind != tornado::ChoiceKind::value) continue;
    Answers fewer = answers;
    const Answer left_out = fewer[at];
    fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(at));
    for (Answer& each : fewer) {
      const bool later = each.kind == left_out.kind && each.site == left_out.site;
      if (later && each.occurrence > left_out.occurrence) --each.occurrence;
    }
    if (trials.take(fewer)) answers = std::move(fewer);
  }
}

}  // namespace windtunnel::shrink
