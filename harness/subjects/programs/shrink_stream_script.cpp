#include "harness/subjects/programs/shrink_stream_script.hpp"

#include <utility>

namespace windtunnel::subjects {

namespace {

class ScriptShrinker {
 public:
  ScriptShrinker(StreamScript script, const std::function<bool(const StreamScript&)>& shows,
                 std::size_t most_asked)
      : script_(std::move(script)), shows_(shows), left_(most_asked) {}

  StreamScript shrink() {
    for (bool any = true; any;) {
      any = leave_out_steps();
      any = leave_out_calls() || any;
      any = simplify() || any;
    }
    return std::move(script_);
  }

 private:
  bool take(StreamScript smaller) {
    if (left_ == 0 || smaller == script_) return false;
    --left_;
    if (!shows_(smaller)) return false;
    script_ = std::move(smaller);
    return true;
  }

  // First many at once.
  bool leave_out_steps() {
    bool any = false;
    for (std::size_t length = script_.steps.size(); length >= 1; length /= 2) {
      for (std::size_t at = 0; at + length <= script_.steps.size();) {
        StreamScript smaller = script_;
        const auto begin = smaller.steps.begin() + static_cast<std::ptrdiff_t>(at);
        smaller.steps.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
        take(std::move(smaller)) ? static_cast<void>(any = true) : static_cast<void>(++at);
      }
    }
    return any;
  }

  bool leave_out_calls() {
    bool any = false;
    for (std::size_t step = 0; step < script_.steps.size(); ++step) {
      for (std::size_t at = 0; script_.steps[step].size() > 1 && at < script_.steps[step].size();) {
        StreamScript smaller = script_;
        smaller.steps[step].erase(smaller.steps[step].begin() + static_cast<std::ptrdiff_t>(at));
        take(std::move(smaller)) ? static_cast<void>(any = true) : static_cast<void>(++at);
      }
    }
    return any;
  }

  bool simplify() {
    bool any = false;
    const auto try_without = [&](auto change) {
      StreamScript smaller = script_;
      change(smaller);
      any |= take(std::move(smaller));
    };
    try_without([](StreamScript& script) { script.deaf = false; });
    try_without([](StreamScript& script) { script.buffer = 0; });
    try_without([](StreamScript& script) { script.chunk = 0; });
    try_without([](StreamScript& script) { script.write_buffer = 0; });
    for (std::size_t step = 0; step < script_.steps.size(); ++step) {
      for (std::size_t at = 0; at < script_.steps[step].size(); ++at) {
        const auto call = [step, at](StreamScript& script) -> StreamCall& { return script.steps[step][at]; };
        try_without([&](StreamScript& script) { call(script).most.reset(); });
        try_without([&](StreamScript& script) { call(script).by_callback = false; });
        try_without([&](StreamScript& script) { call(script).limited = false; });
        try_without([&](StreamScript& script) { call(script).size /= 2; });
      }
    }
    return any;
  }

  StreamScript script_;
  const std::function<bool(const StreamScript&)>& shows_;
  std::size_t left_;
};

}  // namespace

StreamScript shrink_stream_script(StreamScript script, const std::function<bool(const StreamScript&)>& shows,
                                  std::size_t most_asked) {
  return ScriptShrinker(std::move(script), shows, most_asked).shrink();
}

}  // namespace windtunnel::subjects
