#include "harness/subjects/native_run.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace windtunnel {

NativeRun::NativeRun(tornado::ChoiceSource& choices, const RunOptions& options, Trace& trace)
    : choices_(choices),
      options_(options),
      trace_(trace),
      loop_(choices, options.freedom, tornado::IOLoop::MakeCurrent::no),
      current_(loop_) {
  loop_.set_phase_limit(options.phase_limit);
  loop_.scheduler().set_log(&trace.steps);
  if (options.observe) loop_.set_observer(&trace.events);
  loop_.set_log_handler({[this](tornado::ErrorKind, const std::exception_ptr& error) {
                           log(fmt::format("error {}", tornado::describe(error)));
                         },
                         [this](const std::exception_ptr& error) {
                           log(fmt::format("unretrieved {}", tornado::describe(error)));
                         }});
}

NativeRun::~NativeRun() {
  loop_.close();
}

std::uint32_t NativeRun::draw(std::string_view site, std::uint32_t options) {
  if (options < 2) return 0;
  return std::min(choices_.choose({tornado::ChoiceKind::value, options, site}), options - 1);
}

void NativeRun::log(std::string_view words) {
  if (options_.name_things) trace_.names.line_places.push_back(trace_.events.size());
  fmt::format_to(std::back_inserter(trace_.text), "{} {}\n", tornado::seconds_of(loop_.time()), words);
}

void NativeRun::fly() {
  loop_.start();
  trace_.livelock = loop_.end() == tornado::RunEnd::livelock;
}

}  // namespace windtunnel
