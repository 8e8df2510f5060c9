#include "harness/subjects/programs/shrink_http_script.hpp"

#include <algorithm>
#include <utility>

#include "harness/subjects/programs/shrink_steps.hpp"

namespace windtunnel::subjects {

namespace {

using HttpShrinker = StepShrinker<HttpScript>;
using TryChange = std::function<void(const HttpShrinker::Change&)>;

// Of the words, from the last to the first: without it, and with half its number, or `least`. `words_of`
// finds them in a script.
template <class WordsOf>
void simplify_words(const HttpWords& words, std::size_t least, WordsOf words_of,
                    const TryChange& try_change) {
  for (std::size_t at = words.size(); at-- > 0;) {
    const HttpWord& before = words[at];
    if (!before.value.empty() && before.value.find_first_not_of("0123456789") == std::string::npos) {
      try_change([&](HttpScript& each) {
        std::string& value = words_of(each)[at].value;
        value = std::to_string(std::max<std::size_t>(least, std::stoul(value) / 2));
      });
    }
    try_change([&](HttpScript& each) {
      words_of(each).erase(words_of(each).begin() + static_cast<std::ptrdiff_t>(at));
    });
  }
}

// A limit of 0 would be none in the original.
void simplify_http(const HttpScript& script, const TryChange& try_change) {
  simplify_words(
      script.settings, 1, [](HttpScript& each) -> HttpWords& { return each.settings; }, try_change);
  for (std::size_t step = 0; step < script.steps.size(); ++step) {
    for (std::size_t at = 0; at < script.steps[step].size(); ++at) {
      const auto call = [step, at](HttpScript& each) -> HttpCall& { return each.steps[step][at]; };
      simplify_words(
          script.steps[step][at].options, 0,
          [&](HttpScript& each) -> HttpWords& { return call(each).options; }, try_change);
      try_change([&](HttpScript& each) { call(each).target = HttpCall().target; });
      try_change([&](HttpScript& each) { call(each).method = HttpCall().method; });
      try_change([&](HttpScript& each) { call(each).client = HttpCall().client; });
      try_change([&](HttpScript& each) { call(each).wait /= 2; });
    }
  }
}

}  // namespace

HttpScript shrink_http_script(HttpScript script, const std::function<bool(const HttpScript&)>& shows,
                              std::size_t most_asked) {
  return HttpShrinker(std::move(script), shows, most_asked).shrink(simplify_http);
}

}  // namespace windtunnel::subjects
