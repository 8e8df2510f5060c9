#include "harness/shrink/choice_words.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <utility>

#include "harness/shrink/network_words.hpp"
#include "harness/shrink/timer_words.hpp"
#include "harness/subjects/world/answer_words.hpp"

namespace windtunnel::shrink {

namespace {

// The sentences of one run, as its questions are read one after another.
class Sentences {
 public:
  Sentences(const std::vector<core::AskedQuestion>& asked, const core::Trace& trace)
      : asked_(asked), trace_(trace) {}

  std::vector<ChoiceSentence> read() {
    for (std::size_t at = 0; at < asked_.size(); ++at) {
      const core::AskedQuestion& question = asked_[at];
      const std::optional<NetworkSite> site = network_site(question.answer.site);
      if (question.answer.kind == tornado::ChoiceKind::value) {
        draws_.push_back(at);
      } else if (site) {
        add_network(*site, at);
      } else {
        const std::string words = timer_in_words(question, trace_);
        sentences_.push_back({words.empty() ? windtunnel::in_words(question.answer) : words, {at}});
      }
    }
    if (!draws_.empty()) sentences_.insert(sentences_.begin(), {drawn(), draws_});
    return std::move(sentences_);
  }

 private:
  // Whether a connection may have faults, and how often, is of no interest beside those that it has.
  void add_network(const NetworkSite& site, std::size_t at) {
    const core::Answer& answer = asked_[at].answer;
    if (site.what == "weather" || site.what == "rate") return;
    if (site.what == "resolution") {
      lengthen("net/" + site.from + "/slow-resolution", at);
      return;
    }
    const auto strike = strikes_.find(answer.site);
    const bool goes_on =
        strike != strikes_.end() && asked_[strike->second.first].answer.occurrence + 1 == answer.occurrence;
    if (goes_on) return lengthen(answer.site, at);
    if (answer.index != 1) return;  // it does not strike
    strikes_[answer.site] = {at, sentences_.size()};
    sentences_.push_back({fault_in_words(site, asked_[at], 0, trace_), {at}});
  }

  // The question says how long the latest fault of that site lasts, or where it cuts.
  void lengthen(const std::string& site, std::size_t at) {
    const auto strike = strikes_.find(site);
    if (strike == strikes_.end()) return;
    const auto [first, sentence] = strike->second;
    const std::optional<NetworkSite> parts = network_site(site);
    sentences_[sentence].words = fault_in_words(*parts, asked_[first], asked_[at].answer.index, trace_);
    sentences_[sentence].answers.push_back(at);
    strikes_.erase(strike);
  }

  // All data: "world.choose(size) = 5, world.choose(size) = 2 the second time".
  std::string drawn() const {
    std::string words;
    for (const std::size_t at : draws_)
      words += (words.empty() ? "" : ", ") + draw_in_words(asked_[at].answer);
    return words;
  }

  std::string draw_in_words(const core::Answer& answer) const {
    std::string value = std::to_string(answer.index);
    std::uint32_t left = answer.occurrence;
    for (const core::NamedDraw& draw : trace_.names.draws) {
      if (draw.site != answer.site || --left != 0) continue;
      value = draw.value;
      break;
    }
    const bool unnamed = answer.site == "world/choose" || answer.site == "world/value";
    return fmt::format(
        "world.{}({}) = {}{}", answer.site == "world/value" ? "value" : "choose", unnamed ? "" : answer.site,
        value, answer.occurrence == 1 ? "" : fmt::format(" the {} time", core::ordinal(answer.occurrence)));
  }

  const std::vector<core::AskedQuestion>& asked_;
  const core::Trace& trace_;
  std::vector<ChoiceSentence> sentences_;
  std::vector<std::size_t> draws_;
  // By site: the latest question whether the fault strikes, and its sentence.
  std::map<std::string, std::pair<std::size_t, std::size_t>> strikes_;
};

}  // namespace

std::vector<ChoiceSentence> choices_in_words(const std::vector<core::AskedQuestion>& asked,
                                             const core::Trace& trace) {
  return Sentences(asked, trace).read();
}

}  // namespace windtunnel::shrink
