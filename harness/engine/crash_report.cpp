#include "harness/engine/crash_report.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <cxxabi.h>
#include <memory>
#include <string_view>

#include "harness/core/lines.hpp"
#include "harness/engine/child_limits.hpp"

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define WINDTUNNEL_BACKTRACE 1
#endif

namespace windtunnel::engine {

namespace {

constexpr std::size_t steps_shown = 10;
constexpr std::size_t lines_shown = 5;
constexpr std::size_t frames_shown = 16;

// A line that is put together without allocating anything.
class Line {
 public:
  Line& operator<<(std::string_view text) {
    const std::size_t size = std::min(text.size(), sizeof buffer_ - size_);
    std::memcpy(buffer_ + size_, text.data(), size);
    size_ += size;
    return *this;
  }
  Line& operator<<(std::size_t number) {
    char digits[24];
    std::size_t at = sizeof digits;
    do digits[--at] = static_cast<char>('0' + number % 10);
    while ((number /= 10) != 0);
    return *this << std::string_view(digits + at, sizeof digits - at);
  }
  std::string_view text() const { return {buffer_, size_}; }

 private:
  char buffer_[600];
  std::size_t size_ = 0;
};

void write_step(const tornado::StepLog& steps, std::size_t at, const MemoryFile& file) {
  const tornado::Step& step = steps.done()[at];
  const bool touches = step.object != 0 && step.touch != tornado::Touch::nothing;
  Line line;
  line << "    step " << at + 1 << ": " << steps.task_name(step.task);
  if (touches) {
    line << (writes(step.touch) ? " writes " : " reads ") << steps.object_name(step.object);
  } else {
    line << " goes on";
  }
  if (step.site.line() != 0) {
    const std::string_view path = step.site.file_name();
    line << " (" << path.substr(path.rfind('/') + 1) << ":" << std::size_t{step.site.line()} << ")";
  }
  line << "\n";
  file.append(line.text());
}

// The last lines of a trace's text.
std::string_view last_lines(std::string_view text) {
  std::size_t begin = text.size();
  for (std::size_t left = lines_shown + 1; left > 0; --left) {
    if (begin == 0) return text;
    begin = text.rfind('\n', begin - 1);
    if (begin == std::string_view::npos) return text;
  }
  return text.substr(begin + 1);
}

// One line of backtrace_symbols(): `program(name+0x12) [0x7f...]`.
std::string frame_in_words(std::string_view line) {
  const std::size_t open = line.find('(');
  const std::size_t close = line.find(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return {};
  const std::string_view inside = line.substr(open + 1, close - open - 1);
  const std::string mangled(inside.substr(0, inside.find('+')));
  const std::string_view program = line.substr(0, open).substr(line.substr(0, open).rfind('/') + 1);
  if (mangled.empty()) return std::string(program) + std::string(inside);
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(mangled.c_str(), nullptr, nullptr, &status), &std::free);
  return status == 0 ? name.get() : mangled;
}

// The frames of the handler itself come first, up to the signal's trampoline in the C library.
std::string stack_in_words(std::string_view lines) {
  std::string words;
  std::size_t shown = 0;
  bool own = true;
  for (std::string_view rest = lines; !rest.empty() && shown < frames_shown;) {
    const std::string_view line = core::take_line(rest);
    const bool in_library = line.find("libc.so") != std::string_view::npos;
    if (own && !in_library) continue;
    own = false;
    const std::string frame = frame_in_words(line);
    // The offsets in the C library differ from machine to machine.
    if (frame.empty() || (in_library && frame.find('+') != std::string::npos)) continue;
    words += "    " + frame + "\n";
    ++shown;
  }
  return words;
}

}  // namespace

void CrashReport::watch(const core::Trace& trace) {
  trace_ = &trace;
#if defined(WINDTUNNEL_BACKTRACE)
  void* frame = nullptr;
  backtrace(&frame, 1);  // loads what it needs, which a handler must not
#endif
  tell_of_fatal_signals({&CrashReport::write, this});
}

void CrashReport::write(void* report) {
  const auto& self = *static_cast<const CrashReport*>(report);
  const tornado::StepLog& steps = self.trace_->steps;
  const std::size_t count = steps.done().size();
  for (std::size_t at = count - std::min(count, steps_shown); at < count; ++at)
    write_step(steps, at, self.steps_);
  if (count == 0) self.steps_.append(last_lines(self.trace_->text));
#if defined(WINDTUNNEL_BACKTRACE)
  void* frames[frames_shown + 8];
  const int size = backtrace(frames, frames_shown + 8);
  backtrace_symbols_fd(frames, size, self.stack_.descriptor());
#endif
}

std::string CrashReport::read() const {
  std::string words;
  const std::string steps = steps_.read();
  if (!steps.empty()) words += (steps.starts_with(' ') ? "the last steps:\n" : "the last lines:\n") + steps;
  const std::string stack = stack_in_words(stack_.read());
  if (!stack.empty()) words += "the stack:\n" + stack;
  return words;
}

}  // namespace windtunnel::engine
