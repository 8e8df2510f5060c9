// A finding as one word, short enough to paste: `--windtunnel_replay=1.counter.check.AQIDBA`. It holds what a
// replay needs, the choices of the failing run, and nothing for people; the finding's file has the rest.
#pragma once

#include <string>
#include <string_view>

#include "harness/core/choice_log.hpp"
#include "harness/findings/finding.hpp"

namespace windtunnel::findings {

/// The version of the words that are written, their first field. Others are refused.
inline constexpr unsigned replay_text_format = 1;

/// The word for a finding of a C++ subject whose run makes these choices: the format, the subject, the law
/// and the rest in 64 characters of URLs, joined by dots. Empty if the subject's name or the law's has other
/// characters than letters, digits, `_` and `-`.
std::string replay_text(const Finding& finding, const core::ChoiceLog& choices);

/// Whether it looks like such a word, and not like the name of a file.
bool is_replay_text(std::string_view text);

/// The finding that the word is of; its message, scenario and trace are empty. Throws std::runtime_error,
/// with words for the user, for a word of another version, and for one that is damaged or cut off.
Finding parse_replay_text(std::string_view text);

}  // namespace windtunnel::findings
