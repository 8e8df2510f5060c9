#include "harness/scenario/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace windtunnel::scenario {

namespace {

constexpr std::array<std::string_view, word::count_> fixed_texts = {
    "",
#define WINDTUNNEL_WORD(identifier, text) text,
#include "harness/scenario/words.def"
};

using Entry = std::pair<std::string_view, Word>;

constexpr auto sorted_texts = [] {
  std::array<Entry, word::count_ - 1> entries{};
  for (Word at = 1; at < word::count_; ++at) entries[at - 1] = {fixed_texts[at], at};
  std::sort(entries.begin(), entries.end());
  return entries;
}();

}  // namespace

Word Words::fixed(std::string_view text) {
  auto at = std::lower_bound(sorted_texts.begin(), sorted_texts.end(), Entry{text, 0});
  return at != sorted_texts.end() && at->first == text ? at->second : no_word;
}

Word Words::intern(std::string_view text) {
  if (Word known = fixed(text); known != no_word) return known;
  auto at = std::find(own_.begin(), own_.end(), text);
  if (at != own_.end()) return word::count_ + static_cast<Word>(at - own_.begin());
  return add(text);
}

Word Words::add(std::string_view text) {
  own_.emplace_back(text);
  return end() - 1;
}

std::string_view Words::text(Word word) const {
  return word < word::count_ ? fixed_texts[word] : std::string_view(own_[word - word::count_]);
}

}  // namespace windtunnel::scenario
