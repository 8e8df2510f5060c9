// How Python writes a float. The printer needs a text that reads back as the same double and stays a float.
#pragma once

#include <string>

namespace windtunnel {

/// Appends Python's repr of a finite float: the fewest digits that read back as the same double, fixed
/// notation for 1e-4 <= |x| < 1e16 (with `.0` at least), else an exponent of at least two digits.
void append_repr(std::string& out, double value);

}  // namespace windtunnel
