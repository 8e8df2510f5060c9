// Keeps what an exam found in a file, so that its page can be written again when the reasons of survivors are
// known.
#pragma once

#include <string>
#include <string_view>

#include "tests/exam/page.hpp"

namespace windtunnel::exam {

/// The results as JSON, without the reasons.
std::string results_text(const Exam& exam);

/// The opposite. Throws std::invalid_argument if the text is anything else.
Exam results_in(std::string_view text);

}  // namespace windtunnel::exam
