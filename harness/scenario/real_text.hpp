// Writes a float as Python does. The printer needs a text that reads back as the same double and stays a
// float.
#pragma once

#include <string>

namespace windtunnel::scenario {

/// Appends Python's repr of a finite float: the fewest digits that read back as the same double, in fixed
/// notation for 1e-4 <= |x| < 1e16 (with at least `.0`), otherwise with an exponent of at least two digits.
void append_repr(std::string& out, double value);

}  // namespace windtunnel::scenario
