// Makes a stream script small that shows something.
#pragma once

#include <functional>

#include "harness/subjects/programs/stream_script.hpp"

namespace windtunnel::subjects {

/// Leaves out steps, calls, options and limits as long as the script still shows it; `shows` is asked at most
/// `most_asked` times.
StreamScript shrink_stream_script(StreamScript script, const std::function<bool(const StreamScript&)>& shows,
                                  std::size_t most_asked = 500);

}  // namespace windtunnel::subjects
