// Answer: a choice that is not about steps, by a name that survives edits of the program: what is asked,
// where, and for which time there. A list of choices names a question by its place among all others, so
// that one more question anywhere breaks it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::core {

/// `answer fault net/client>server/reset#2 with 1/3`: the second time that this is asked, the answer is 1
/// of 3. To all other questions the answer is 0. Fewer options than that: the last one.
struct Answer {
  tornado::ChoiceKind kind = tornado::ChoiceKind::value;
  std::string site;
  std::uint32_t occurrence = 1;  ///< from 1, among the questions of that kind at that site
  std::uint32_t index = 1;       ///< at least 1
  std::uint32_t options = 0;     ///< how many there were; 0: not recorded

  bool operator==(const Answer&) const = default;
};

/// What the text of an answer begins with.
inline constexpr std::string_view answer_word = "answer ";

std::string to_text(const Answer& answer);

/// The answer with that text; nothing if it has none.
std::optional<Answer> parse_answer(std::string_view text);

/// Counts the questions of one run by kind and site.
class QuestionCounter {
 public:
  /// One more question; gives its occurrence, from 1.
  std::uint32_t count(const tornado::ChoicePoint& point);

 private:
  struct Count {
    tornado::ChoiceKind kind;
    std::string site;
    std::uint32_t count;
  };
  std::vector<Count> counts_;
};

}  // namespace windtunnel::core
