// Text of a program in markup: what it contains is shown, never obeyed.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::findings {

/// For an element or an attribute in quotes of HTML, XML or SVG: `&`, `<`, `>` and quotes are escaped,
/// control characters, and bytes that are no UTF-8, are written as `\xHH`.
std::string in_markup(std::string_view text);

/// JSON for a `<script>` element of HTML: nothing in it ends the element.
std::string in_script(std::string_view json);

}  // namespace windtunnel::findings
