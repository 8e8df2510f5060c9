#include "harness/subjects/world/history_words.hpp"

#include <algorithm>
#include <cassert>
#include <fmt/format.h>
#include <iterator>

namespace windtunnel {

namespace {

class ContradictionWords {
 public:
  ContradictionWords(const JudgedCalls& calls, const std::vector<std::size_t>& shown)
      : calls_(calls), shown_(shown) {
    assert(!shown.empty());
    const auto key = [this](std::size_t each) {
      return returned(each) == JudgedCalls::never ? 0 : returned(each);
    };
    last_ = *std::max_element(shown.begin(), shown.end(),
                              [&](std::size_t left, std::size_t right) { return key(left) < key(right); });
    assert(returned(last_) != JudgedCalls::never);
  }

  // The call that cannot be explained, and how the others lie to it.
  std::string sentence(KeptOrder order) const {
    std::string words = call(last_) + " cannot be explained";
    if (shown_.size() == 1) {
      return words + (order == KeptOrder::real_time ? ": no order of the calls until then gives this result"
                                                    : ": no order of the calls gives this result");
    }
    if (order == KeptOrder::none) return words + ": no order of the calls gives these results";
    if (order == KeptOrder::of_each_task)
      return words + ": no order that keeps the order of each task's calls gives these results";
    const std::string before = those_before();
    const std::string during = those_during();
    words += ": " + before;
    if (!before.empty()) words += " returned before it began";
    if (!before.empty() && !during.empty()) words += ", and ";
    return words + during;
  }

  std::string lines() const {
    std::string words;
    std::size_t width = 0;
    for (const std::size_t each : shown_) width = std::max(width, calls_.task(each).size());
    for (const std::size_t each : shown_) {
      const std::string end =
          returned(each) == JudgedCalls::never ? "..." : fmt::format("{}", returned(each));
      fmt::format_to(std::back_inserter(words), "\n  {:>4} to {:<4}  {:<{}}  {}", calls_.times(each).began,
                     end, calls_.task(each), width, calls_.words(each));
    }
    return words;
  }

 private:
  std::uint64_t returned(std::size_t each) const { return calls_.times(each).returned; }

  std::string call(std::size_t each) const { return calls_.words(each) + " by " + calls_.task(each); }

  // In the order of their returns.
  std::string those_before() const {
    std::vector<std::size_t> before;
    for (const std::size_t each : shown_)
      if (returned(each) < calls_.times(last_).began) before.push_back(each);
    std::sort(before.begin(), before.end(),
              [this](std::size_t left, std::size_t right) { return returned(left) < returned(right); });
    std::string words;
    for (std::size_t at = 0; at < before.size(); ++at) {
      if (at > 0) words += returned(before[at - 1]) < calls_.times(before[at]).began ? ", then " : ", and ";
      words += call(before[at]);
    }
    return words;
  }

  std::string those_during() const {
    std::string words;
    for (const std::size_t each : shown_) {
      if (each == last_ || returned(each) < calls_.times(last_).began) continue;
      words.append(words.empty() ? "" : ", ").append(call(each));
      words += returned(each) == JudgedCalls::never ? " never returned" : " ran at the same time";
    }
    return words;
  }

  const JudgedCalls& calls_;
  const std::vector<std::size_t>& shown_;
  std::size_t last_ = 0;
};

}  // namespace

std::string contradiction_in_words(const JudgedCalls& calls, KeptOrder order,
                                   const std::vector<std::size_t>& shown) {
  const ContradictionWords words(calls, shown);
  const std::size_t others = calls.size() - shown.size();
  std::string all = words.sentence(order) + words.lines();
  if (others > 0)
    all += others == 1 ? "\nThe other call does not explain it."
                       : fmt::format("\nThe other {} calls do not explain it.", others);
  return all;
}

}  // namespace windtunnel
