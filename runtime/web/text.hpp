// Helpers for the texts that a web server reads and writes.
#pragma once

#include <string>
#include <string_view>

#include "runtime/http/date.hpp"
#include "runtime/http/utf8.hpp"

namespace tornado::web {

using http::http_date;
using http::is_utf8;

/// The text with control characters other than line ends and tabs replaced by blanks.
std::string without_controls(std::string_view text);

/// That, stripped of blanks: those of Unicode, as in the original. The text must be UTF-8.
std::string cleaned(std::string_view text);

/// The text for a page or an attribute: & < > " and ' are written as entities.
std::string escaped_for_html(std::string_view text);

}  // namespace tornado::web
