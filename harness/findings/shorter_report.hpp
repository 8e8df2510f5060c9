// The report of a sanitizer as it is printed: what happened and where, without the part that fills the
// screen.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::findings {

/// The text with at most five frames of each stack, and without the bytes of shadow memory and the registers.
/// What is no report of a sanitizer stays as it is.
std::string shorter_report(std::string_view text);

}  // namespace windtunnel::findings
