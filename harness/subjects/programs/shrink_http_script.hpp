// Makes an HTTP script small that shows something.
#pragma once

#include <functional>

#include "harness/subjects/programs/http_script.hpp"

namespace windtunnel::subjects {

/// Leaves out steps, calls, settings and options, and makes numbers and targets simpler, as long as the
/// script still shows it; `shows` is asked at most `most_asked` times.
HttpScript shrink_http_script(HttpScript script, const std::function<bool(const HttpScript&)>& shows,
                              std::size_t most_asked = 500);

}  // namespace windtunnel::subjects
