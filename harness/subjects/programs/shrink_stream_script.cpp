#include "harness/subjects/programs/shrink_stream_script.hpp"

#include <utility>

#include "harness/subjects/programs/shrink_steps.hpp"

namespace windtunnel::subjects {

namespace {

using StreamShrinker = StepShrinker<StreamScript>;

void simplify_streams(const StreamScript& script,
                      const std::function<void(const StreamShrinker::Change&)>& try_change) {
  try_change([](StreamScript& each) { each.deaf = false; });
  try_change([](StreamScript& each) { each.buffer = 0; });
  try_change([](StreamScript& each) { each.chunk = 0; });
  try_change([](StreamScript& each) { each.write_buffer = 0; });
  for (std::size_t step = 0; step < script.steps.size(); ++step) {
    for (std::size_t at = 0; at < script.steps[step].size(); ++at) {
      const auto call = [step, at](StreamScript& each) -> StreamCall& { return each.steps[step][at]; };
      try_change([&](StreamScript& each) { call(each).most.reset(); });
      try_change([&](StreamScript& each) { call(each).by_callback = false; });
      try_change([&](StreamScript& each) { call(each).limited = false; });
      try_change([&](StreamScript& each) { call(each).size /= 2; });
    }
  }
}

}  // namespace

StreamScript shrink_stream_script(StreamScript script, const std::function<bool(const StreamScript&)>& shows,
                                  std::size_t most_asked) {
  return StreamShrinker(std::move(script), shows, most_asked).shrink(simplify_streams);
}

}  // namespace windtunnel::subjects
