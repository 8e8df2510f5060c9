// A finding in colours, for a terminal: what brings it about, and where it breaks.
#pragma once

#include <string>
#include <string_view>

#include "harness/report/fault_table.hpp"

namespace windtunnel::report {

/// The text of a finding as it was told, with the lines that say why in yellow, the step that breaks
/// something in red and headings in bold. As it is without colours.
std::string coloured(std::string_view text, Paint paint);

}  // namespace windtunnel::report
