#include "harness/subjects/interpreter/interpreter.hpp"

#include <algorithm>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/api_sync.hpp"
#include "harness/subjects/interpreter/context_objects.hpp"
#include "harness/subjects/interpreter/drive.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/frame.hpp"
#include "harness/subjects/interpreter/legacy_objects.hpp"
#include "harness/subjects/interpreter/machine.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/render.hpp"
#include "runtime/exception_cast.hpp"

namespace windtunnel::subjects {

namespace {

constexpr std::size_t longest_trace = 16 << 20;
constexpr std::uint32_t deepest_call = 200;
// A call keeps more memory than a step does, and a step bounds memory too.
constexpr std::uint32_t steps_of_call = 10;

std::string_view event_of(tornado::ErrorKind kind) {
  constexpr std::string_view events[] = {"error callback", "error multiple", "error late"};
  return events[static_cast<std::size_t>(kind)];
}

}  // namespace

// Python's recursion limit, smaller: calls nest on the C++ stack.
class Interpreter::CallDepth {
 public:
  explicit CallDepth(Interpreter& interpreter) : interpreter_(interpreter) { ++interpreter_.depth_; }
  ~CallDepth() { --interpreter_.depth_; }
  bool too_deep() const { return interpreter_.depth_ > deepest_call; }

 private:
  Interpreter& interpreter_;
};

Interpreter::Interpreter(const Scenario& scenario, const Program& program, tornado::SimLoop& loop,
                         std::string& trace)
    : scenario_(scenario), program_(program), loop_(loop), globals_(program.globals.size()), trace_(trace) {
  loop_.set_log_handler({[this](tornado::ErrorKind kind, const std::exception_ptr& error) {
                           trace_line(event_of(kind), from_cpp(error));
                           if (std::exchange(module_failed_, false)) {
                             begin_line() += " invalid";
                             end_line();
                           }
                         },
                         [this](const std::exception_ptr& error) { report_unretrieved(error); }});
}

Interpreter::~Interpreter() {
  collect_garbage();
  current_ = nullptr;
}

Value Interpreter::moment() {
  if (!moment_) moment_ = future_value(*this, tornado::moment_future<Value>());
  return moment_;
}

const tornado::Future<Value>& Interpreter::done_put() {
  if (!done_put_) done_put_ = tornado::done_future(Value::none());
  return *done_put_;
}

void Interpreter::run() {
  current_ = this;
  loop_.add_callback([this] { run_module(); });
  try {
    loop_.start();
  } catch (const OutOfSteps&) {
    livelock_ = true;
    loop_.note(tornado::EventKind::livelock);
  }
  if (loop_.end() == tornado::RunEnd::livelock) livelock_ = true;
  if (livelock_) {
    begin_last_line() += " livelock";
    end_line();
  }
  if (main_pending_) {
    begin_last_line() += " pending";
    end_line();
  }
  name_exceptions();
  collect_garbage();
  std::sort(unretrieved_.begin(), unretrieved_.end());
  for (const std::string& exception : unretrieved_) trace_ += "end unretrieved " + exception + "\n";
}

void Interpreter::note_binding(const Value& value, Word variable) {
  const auto* object = value.as<FutureObject>();
  if (object != nullptr) names_->futures.emplace(object->future.cell()->id(), text(variable));
}

void Interpreter::name_exceptions() {
  if (names_ == nullptr || loop_.observer() == nullptr) return;
  const tornado::Observer& observer = *loop_.observer();
  for (std::uint32_t number = 1; number <= observer.exception_count(); ++number) {
    render(*this, from_cpp(observer.exception(number)), names_->exceptions[number]);
  }
}

// Whatever is left is dead: the loop drops what waits, then the heap lets its cycles go. Futures that die
// with an exception nobody saw report it to the loop, so it goes last.
void Interpreter::collect_garbage() {
  loop_.close();
  globals_.clear();
  raised_ = Value();
  moment_ = Value();
  done_put_.reset();
  heap_.clear();
  cpp_subjects_.clear();
  if (loop_.observer() != nullptr) loop_.observer()->release_exceptions();
}

void Interpreter::run_module() {
  FramePtr frame(Frame::make(program_.functions[0]));
  Value result = run_frame(*frame);
  if (result) {
    Value main = global(program_.main_slot);
    result = call(main, Arguments{});
  }
  if (!result) {
    module_failed_ = true;
    throw_raised();
  }
  report_main(result);
}

void Interpreter::report_main(const Value& result) {
  const auto* object = result.as<FutureObject>();
  if (object == nullptr) return trace_line("return", result);
  main_pending_ = true;
  object->future.add_done_callback([this](const tornado::Future<Value>& main) {
    main_pending_ = false;
    if (std::exception_ptr error = main.exception()) {
      trace_line("raise", from_cpp(error));
    } else {
      trace_line("return", result_value(main.result()));
    }
  });
}

// Futures die in destructors, where nothing can end the run: what is too much is left out.
void Interpreter::report_unretrieved(const std::exception_ptr& error) {
  if (unretrieved_length_ > longest_trace) return;
  std::string& shown = unretrieved_.emplace_back();
  render(*this, from_cpp(error), shown);
  unretrieved_length_ += sizeof(std::string) + shown.size();
}

std::string& Interpreter::begin_line() {
  if (trace_.size() > longest_trace) throw OutOfSteps();
  return begin_last_line();
}

std::string& Interpreter::begin_last_line() {
  if (names_ != nullptr)
    names_->line_places.push_back(loop_.observer() != nullptr ? loop_.observer()->size() : 0);
  render_real(tornado::seconds_of(loop_.time()), trace_);
  return trace_;
}

void Interpreter::trace_line(std::string_view event, const Value& value) {
  std::string& line = begin_line();
  line += ' ';
  line += event;
  line += ' ';
  render(*this, value, line);
  end_line();
}

std::string_view Interpreter::view_of(const Value& string) const {
  if (const auto* made = string.as<StringObject>()) return made->text;
  return text(string.as_word());
}

Value Interpreter::raise(Value exception) {
  raised_ = std::move(exception);
  return Value();
}

Value Interpreter::raise(Word type, std::string_view message) {
  return raise(make_exception(*this, type, message));
}

Value Interpreter::raise_cpp(const std::exception_ptr& error) {
  Value exception = from_cpp(error);
  if (exception.as<ExceptionObject>() != nullptr) return raise(std::move(exception));
  // set_exception takes anything; what is no exception cannot be raised.
  return raise(is_exception_class(exception) ? word::TypeError : word::AttributeError,
               "'" + std::string(type_name(*this, exception)) + "' object has no attribute 'with_traceback'");
}

std::exception_ptr Interpreter::raised_as_cpp() {
  return to_cpp(take_raised());
}

std::exception_ptr Interpreter::to_cpp(const Value& exception) {
  auto* object = exception.as<ExceptionObject>();
  if (object == nullptr) return std::make_exception_ptr(ScenarioException(exception));
  if (!object->native) object->native = std::make_exception_ptr(ScenarioException(exception));
  return object->native;
}

Value Interpreter::from_cpp(const std::exception_ptr& error) {
  if (const auto* own = tornado::exception_cast<ScenarioException>(error)) return own->value();
  for (const auto& [known, value] : cpp_subjects_) {
    if (known == error) return value;
  }
  Value value;
  if (const auto* timeout = tornado::exception_cast<tornado::TimeoutError>(error)) {
    value = make_exception(*this, word::TimeoutError, timeout->what());
  } else if (const auto* bad = tornado::exception_cast<tornado::BadYieldError>(error)) {
    value = make_exception(*this, word::BadYieldError, bad->what());
  } else if (tornado::exception_cast<tornado::InvalidStateError>(error) != nullptr) {
    value = make_exception(*this, word::InvalidStateError, "");
  } else if (const auto* pending = tornado::exception_cast<tornado::NotDoneError>(error)) {
    value = make_exception(*this, word::Exception, pending->what());
  } else if (tornado::exception_cast<tornado::DuplicateFutureError>(error) != nullptr) {
    value = make_exception(*this, word::KeyError, "<Future>");
  } else if (const auto* nesting = tornado::exception_cast<tornado::NestingError>(error)) {
    value = make_exception(*this, word::RecursionError, nesting->what());
  } else if (const auto* inconsistent =
                 tornado::exception_cast<tornado::StackContextInconsistentError>(error)) {
    value = make_exception(*this, word::StackContextInconsistentError, inconsistent->what());
  } else if (const auto* leaked = tornado::exception_cast<tornado::LeakedCallbackError>(error)) {
    value = make_exception(*this, word::LeakedCallbackError, leaked->what());
  } else if (const auto* unknown = tornado::exception_cast<tornado::UnknownKeyError>(error)) {
    value = make_exception(*this, word::UnknownKeyError, unknown->what());
  } else if (const auto* reused = tornado::exception_cast<tornado::KeyReuseError>(error)) {
    value = make_exception(*this, word::KeyReuseError, reused->what());
  } else if (const auto* ignored = tornado::exception_cast<tornado::ReturnValueIgnoredError>(error)) {
    value = make_exception(*this, word::ReturnValueIgnoredError, ignored->what());
  } else if (tornado::exception_cast<tornado::MissingResultError>(error) != nullptr) {
    // Of a scenario's own key its YieldPoint raises one itself: this is a Future's.
    value = make_exception(*this, word::KeyError, "<object>");
  } else if (tornado::exception_cast<tornado::StaleYieldPointError>(error) != nullptr) {
    value = make_exception(*this, word::AttributeError, "'NoneType' object has no attribute 'set_exc_info'");
  } else if (Value sync = from_sync_error(*this, error)) {
    value = std::move(sync);
  } else {
    value = make_exception(*this, word::RuntimeError, tornado::describe(error));
  }
  // The C++ exception and the scenario's are one from now on.
  value.as<ExceptionObject>()->native = error;
  cpp_subjects_.emplace_back(error, value);
  return value;
}

Value Interpreter::run_frame(Frame& frame) {
  return Machine(*this, frame).run();
}

Value Interpreter::call(const Value& callee, const Arguments& arguments) {
  if (callee.tag() == Tag::function) return call_function(callee.as_index(), nullptr, arguments);
  if (const auto* lambda = callee.as<LambdaObject>())
    return call_function(lambda->function, lambda, arguments);
  if (is_exception_class(callee)) return call_exception_class(*this, callee, arguments);
  if (callee.tag() == Tag::native) return call_builtin(*this, callee.as_word(), arguments);
  if (const auto* method = callee.as<BoundMethodObject>()) {
    Value self = method->self;
    return call_method(self, method->method, arguments);
  }
  if (const auto* wrapped = callee.as<WrappedObject>()) return call_wrapped(*this, *wrapped, arguments);
  if (const auto* callback = callee.as<ResultCallbackObject>())
    return call_result_callback(*this, *callback, arguments);
  if (const auto* callback = callee.as<TaskCallbackObject>())
    return call_task_callback(*this, *callback, arguments);
  if (const auto* factory = callee.as<TracingFactoryObject>()) {
    if (arguments.none()) return heap_.make<TracingContextObject>(factory->name);
    return raise(word::TypeError, "a tracing factory takes no arguments");
  }
  return raise(word::TypeError, "'" + std::string(type_name(*this, callee)) + "' object is not callable");
}

Value Interpreter::wrong_arguments(const Function& function) {
  std::string name = function.is_lambda ? "<lambda>" : std::string(text(function.name));
  return raise(word::TypeError, name + "() takes " + std::to_string(function.parameters) + " arguments");
}

Value Interpreter::call_function(std::uint32_t index, const LambdaObject* lambda,
                                 const Arguments& arguments) {
  spend(steps_of_call);
  const Function& function = program_.functions[index];
  const bool is_coroutine = function.role != Role::plain;
  FramePtr frame(Frame::make(function));
  Value callback;
  std::size_t bound = 0;
  bool fits = arguments.positional.size() <= function.parameters;
  for (std::size_t at = 0; fits && at < arguments.positional.size(); ++at, ++bound) {
    frame->slots()[at] = arguments.positional[at];
  }
  for (const NamedArgument& argument : arguments.named) {
    if (function.role == Role::coroutine && text(argument.name) == "callback") {
      callback = argument.value;
      continue;
    }
    const Word* names = program_.names.data() + function.first_name;
    const Word* at = std::find_if(names, names + function.parameters,
                                  [&](Word name) { return text(name) == text(argument.name); });
    if (at == names + function.parameters || frame->slots()[at - names]) {
      fits = false;
    } else {
      frame->slots()[at - names] = argument.value;
      ++bound;
    }
  }
  fits = fits && bound == function.parameters;
  if (!fits && !is_coroutine) return wrong_arguments(function);
  CallDepth depth(*this);
  if (depth.too_deep()) return raise(word::RecursionError, "maximum recursion depth exceeded");
  if (lambda != nullptr) frame->lambda = Value(const_cast<LambdaObject*>(lambda));
  for (std::uint32_t slot : program_.cells_of(function)) {
    Value cell = heap_.make<CellObject>();
    cell.as<CellObject>()->value = std::move(frame->slots()[slot]);
    frame->slots()[slot] = std::move(cell);
  }
  if (!is_coroutine) return run_frame(*frame);
  // The original calls the function inside its try: even a wrong call gives a Future.
  if (!fits) static_cast<void>(wrong_arguments(function));
  return start_coroutine(function, fits ? std::move(frame) : FramePtr(), callback);
}

namespace {

// The callback that a coroutine was given by `callback=` (law G5). It takes along the contexts before the
// call, which may leave others behind.
class ResultTaker {
 public:
  using carries_contexts = void;

  ResultTaker(Interpreter& interpreter, Value callback)
      : interpreter_(interpreter), callback_(std::move(callback)) {}

  std::optional<Value> operator()(const tornado::Future<Value>& done) {
    std::optional<Value> result;
    contexts_.call([&] {
      const std::vector<Value> arguments{result_value(done.result())};
      result = BoundCall(interpreter_, callback_, arguments, {})();
    });
    return result;
  }

 private:
  Interpreter& interpreter_;
  Value callback_;
  tornado::CapturedContexts contexts_ = tornado::CapturedContexts::capture();
};

}  // namespace

// Without a frame the call has raised already.
Value Interpreter::start_coroutine(const Function& function, FramePtr frame, const Value& callback) {
  std::optional<ResultTaker> taker;
  if (callback) taker.emplace(*this, callback);
  if (frame && names_ != nullptr) names_->tasks.emplace(loop_.numbers().task, text(function.name));
  const tornado::Future<Value> future =
      frame ? drive(*this, std::move(frame)) : tornado::failed_future<Value>(to_cpp(take_raised()));
  if (std::exception_ptr lost = tornado::Runner::take_lost_call()) return raise_cpp(lost);
  if (taker) loop_.add_future(future, *std::move(taker));
  return function.role == Role::engine ? finish_engine(future) : future_value(*this, future);
}

// An engine's outcome is raised in the contexts of its call (law G6).
Value Interpreter::finish_engine(const tornado::Future<Value>& future) {
  auto final_callback = tornado::wrap([this](const tornado::Future<Value>& done) {
    const Value result = result_value(done.result());
    if (result.is_none()) return;
    std::string message = "@gen.engine functions cannot return values: ";
    render_repr(*this, result, message);
    spend_bytes(message.size());
    throw tornado::ReturnValueIgnoredError(message);
  });
  try {
    future.add_done_callback(std::move(final_callback));
  } catch (const tornado::BaseException&) {
    throw;
  } catch (...) {
    return raise_cpp(std::current_exception());
  }
  return Value::none();
}

}  // namespace windtunnel::subjects
