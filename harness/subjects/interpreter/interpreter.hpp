// The interpreter on which one scenario runs: its loop, its heap, its module's variables and the trace that
// it leaves. What can raise returns an unset Value and leaves the exception in `raised`; C++ exceptions carry
// it only through the runtime.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/core/trace.hpp"
#include "harness/scenario/code.hpp"
#include "harness/subjects/interpreter/frame.hpp"
#include "harness/subjects/interpreter/objects.hpp"
#include "harness/subjects/interpreter/value.hpp"
#include "runtime/tornado.hpp"

namespace windtunnel::subjects {

class Interpreter;

/// An exception of the scenario on its way through the runtime.
class ScenarioException : public std::exception {
 public:
  explicit ScenarioException(Value value) : value_(std::move(value)) {}
  const Value& value() const { return value_; }
  const char* what() const noexcept override { return "an exception of the scenario"; }

 private:
  Value value_;
};

/// The scenario took more steps, or more memory, than a run may; ends the run as a livelock.
class OutOfSteps : public tornado::BaseException {
 public:
  const char* what() const noexcept override { return "the scenario ran out of steps"; }
};

/// An argument given by name.
struct NamedArgument {
  Word name;
  Value value;
};

/// The arguments of a call.
struct Arguments {
  std::span<const Value> positional;
  std::span<const NamedArgument> named;

  bool none() const { return positional.empty() && named.empty(); }
};

/// One run of one scenario.
class Interpreter {
 public:
  /// Appends the trace's event lines to `trace`. All must outlive it; the loop must be the thread's current
  /// one.
  Interpreter(const Scenario& scenario, const Program& program, tornado::SimLoop& loop, std::string& trace);
  ~Interpreter();

  /// The interpreter that runs on this thread: for what the runtime calls back without one.
  static Interpreter& current() { return *current_; }

  /// Records what tasks, Futures and exceptions are called, from now on.
  void set_names(core::TraceNames* names) { names_ = names; }
  /// Notes that a Future was bound to a variable.
  void note_binding(const Value& value, Word variable);

  /// Runs the scenario to its end. Afterwards the trace is complete.
  void run();

  /// Whether a limit ended the run.
  bool livelock() const { return livelock_; }

  tornado::SimLoop& loop() { return loop_; }
  Heap& heap() { return heap_; }
  const Program& program() const { return program_; }
  std::string_view text(Word word) const { return scenario_.words.text(word); }

  /// gen.moment.
  Value moment();

  /// The Future that every put() returns whose item fits (law Q7).
  const tornado::Future<Value>& done_put();

  // --- raising

  /// Raises an exception of that type; returns unset, for the caller to return.
  Value raise(Value exception);
  Value raise(Word type, std::string_view message);
  /// Takes what was raised.
  Value take_raised() { return std::move(raised_); }
  /// Throws what was raised into the runtime. Inline, because each frame with something to destroy that an
  /// exception passes costs thousands of instructions.
  [[noreturn, gnu::always_inline]] void throw_raised() { std::rethrow_exception(raised_as_cpp()); }
  /// Raises what the runtime threw. BaseExceptions do not come here.
  Value raise_cpp(const std::exception_ptr& error);

  /// The scenario's exception for a C++ one, and the C++ one for it; always the same for the same.
  Value from_cpp(const std::exception_ptr& error);
  std::exception_ptr to_cpp(const Value& exception);
  /// Takes what was raised, as the C++ one.
  std::exception_ptr raised_as_cpp();

  // --- calling and looking up

  /// Calls anything that can be called.
  Value call(const Value& callee, const Arguments& arguments);
  Value call_method(const Value& self, Word method, const Arguments& arguments);
  Value load_attribute(const Value& object, Word name);
  bool has_method(const Value& object, Word name) const;

  /// Runs a frame until it returns, raises or yields; see Frame.
  Value run_frame(Frame& frame);

  // --- variables of the module

  Value& global(std::uint32_t slot) { return globals_[slot]; }
  bool names_things() const { return names_ != nullptr; }

  // --- the trace

  /// Begins a line with the current time; the caller appends to the result and calls end_line.
  std::string& begin_line();
  /// The same beyond the limit: for the lines that say how the run ended.
  std::string& begin_last_line();
  void end_line() { trace_.push_back('\n'); }
  void trace_line(std::string_view event, const Value& value);

  // --- limits

  /// Counts work; throws OutOfSteps at the limit.
  void spend(std::uint32_t steps = 1) {
    if (steps_left_ < steps) throw OutOfSteps();
    steps_left_ -= steps;
  }
  /// Counts the work of making or walking something of that size.
  void spend_bytes(std::size_t bytes) { spend(static_cast<std::uint32_t>(bytes / 16)); }
  class CallDepth;

  std::string text_of(const Value& string) const { return std::string(view_of(string)); }
  /// The text of a string value.
  std::string_view view_of(const Value& string) const;

 private:
  void run_module();
  void report_main(const Value& result);
  void report_unretrieved(const std::exception_ptr& error);
  void collect_garbage();
  void name_exceptions();
  Value call_function(std::uint32_t index, const LambdaObject* lambda, const Arguments& arguments);
  Value wrong_arguments(const Function& function);
  Value start_coroutine(const Function& function, FramePtr frame, const Value& callback);
  Value finish_engine(const tornado::Future<Value>& future);

  static constinit inline thread_local Interpreter* current_ = nullptr;

  const Scenario& scenario_;
  const Program& program_;
  tornado::SimLoop& loop_;
  Heap heap_;
  std::vector<Value> globals_;
  Value raised_;
  Value moment_;
  std::optional<tornado::Future<Value>> done_put_;
  std::vector<std::pair<std::exception_ptr, Value>> cpp_subjects_;
  std::string& trace_;
  core::TraceNames* names_ = nullptr;
  std::vector<std::string> unretrieved_;
  std::size_t unretrieved_length_ = 0;
  std::uint32_t steps_left_ = 5'000'000;
  std::uint32_t depth_ = 0;
  bool module_failed_ = false;
  bool main_pending_ = false;
  bool livelock_ = false;
};

}  // namespace windtunnel::subjects
