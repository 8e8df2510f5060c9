// The group stack_context, and values that can be the subject of a `with`.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/api_sync.hpp"
#include "harness/subjects/interpreter/object_classes.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/raising.hpp"
#include "runtime/stack_context/stack_context.hpp"

namespace windtunnel::subjects {

namespace {

// A StackContext whose contexts are returned by a function of the scenario.
class FactoryContext final : public tornado::Context {
 public:
  explicit FactoryContext(Value factory)
      : Context(tornado::ContextKind::stack), factory_(std::move(factory)) {}

 private:
  void enter() override {
    Interpreter& interpreter = Interpreter::current();
    Value manager = interpreter.call(factory_, {});
    if (!manager) interpreter.throw_raised();
    entered_.push_back(manager);
    if (!is_context_manager(manager)) {
      interpreter.raise(word::AttributeError, "'" + std::string(type_name(interpreter, manager)) +
                                                  "' object has no attribute '__enter__'");
      interpreter.throw_raised();
    }
    if (!enter_context(interpreter, manager)) interpreter.throw_raised();
  }

  bool leave(const std::exception_ptr& error) override {
    Interpreter& interpreter = Interpreter::current();
    if (entered_.empty()) {
      interpreter.raise(word::IndexError, "pop from empty list");
      interpreter.throw_raised();
    }
    Value manager = std::move(entered_.back());
    entered_.pop_back();
    if (!is_context_manager(manager)) {
      interpreter.raise(word::AttributeError, "'" + std::string(type_name(interpreter, manager)) +
                                                  "' object has no attribute '__exit__'");
      interpreter.throw_raised();
    }
    if (!exit_context(interpreter, manager, error ? interpreter.from_cpp(error) : Value()))
      interpreter.throw_raised();
    return false;
  }

  void destroy() noexcept override { delete this; }

  Value factory_;
  std::vector<Value> entered_;
};

// An ExceptionStackContext whose handler is a function of the scenario.
class HandlerContext final : public tornado::Context {
 public:
  explicit HandlerContext(Value handler)
      : Context(tornado::ContextKind::exception), handler_(std::move(handler)) {}

 private:
  bool leave(const std::exception_ptr& error) override {
    if (!error) return false;
    Interpreter& interpreter = Interpreter::current();
    Value exception = interpreter.from_cpp(error);
    const auto* object = exception.as<ExceptionObject>();
    const Value arguments[] = {object != nullptr ? object->type : Value::none(), exception,
                               Value::native(word::traceback)};
    const Value consumed = interpreter.call(handler_, {arguments, {}});
    if (!consumed) interpreter.throw_raised();
    return truth(interpreter, consumed);
  }

  void destroy() noexcept override { delete this; }

  Value handler_;
};

}  // namespace

std::optional<Value> call_stack_context(Interpreter& interpreter, Word function, const Arguments& arguments) {
  Value argument;
  tornado::Ref<tornado::Context> context;
  switch (function) {
    case word::StackContext:
      if (!bind(interpreter, "StackContext", arguments, {word::context_factory}, 1, &argument))
        return Value();
      context = tornado::Ref<tornado::Context>(new FactoryContext(std::move(argument)));
      return interpreter.heap().make<ContextObject>(function, std::move(context));
    case word::ExceptionStackContext:
      if (!bind(interpreter, "ExceptionStackContext", arguments, {word::exception_handler}, 1, &argument))
        return Value();
      context = tornado::Ref<tornado::Context>(new HandlerContext(std::move(argument)));
      return interpreter.heap().make<ContextObject>(function, std::move(context));
    case word::NullContext:
      if (!bind(interpreter, "NullContext", arguments, {}, 0, nullptr)) return Value();
      return interpreter.heap().make<NullContextObject>();
    case word::wrap:
      if (!bind(interpreter, "wrap", arguments, {word::fn}, 1, &argument)) return Value();
      if (argument.is_none() || carries_contexts(argument)) return argument;
      return interpreter.heap().make<WrappedObject>(std::move(argument));
    default:
      return std::nullopt;
  }
}

bool carries_contexts(const Value& function) {
  const Object* object = function.object();
  return object != nullptr &&
         (object->kind() == ObjectKind::wrapped || object->kind() == ObjectKind::result_callback);
}

Value call_wrapped(Interpreter& interpreter, const WrappedObject& wrapped, const Arguments& arguments) {
  const Value keep(const_cast<WrappedObject*>(&wrapped));
  tornado::CapturedContexts contexts = wrapped.contexts;
  return raising(interpreter, [&] {
    Value result = Value::none();  // of a call whose exception a context has consumed
    contexts.call([&] {
      Value returned = interpreter.call(wrapped.function, arguments);
      if (!returned) interpreter.throw_raised();
      result = std::move(returned);
    });
    return result;
  });
}

Value call_context_method(Interpreter& interpreter, const ContextObject& object, const Arguments& arguments) {
  if (!bind(interpreter, "_deactivate", arguments, {}, 0, nullptr)) return Value();
  object.context->deactivate();
  return Value::none();
}

bool is_context_manager(const Value& value) {
  const Object* object = value.object();
  return object != nullptr && traits_of(object->kind()).is_context_manager;
}

Value enter_context(Interpreter& interpreter, const Value& manager) {
  if (const auto* tracing = manager.as<TracingContextObject>()) {
    interpreter.trace_line("enter", tracing->name);
    return Value::none();
  }
  if (auto* null_context = manager.as<NullContextObject>()) {
    null_context->outer = tornado::NullContext::begin();
    return Value::none();
  }
  if (const auto* object = manager.as<ContextObject>()) {
    return raising(interpreter, [&] {
      object->context->begin_block();
      return interpreter.heap().make<BoundMethodObject>(manager, word::deactivate);
    });
  }
  if (auto entered = enter_lock(interpreter, manager)) return *std::move(entered);
  return interpreter.raise(word::TypeError, "'" + std::string(type_name(interpreter, manager)) +
                                                "' object does not support the context manager protocol");
}

Value exit_context(Interpreter& interpreter, const Value& manager, const Value& exception) {
  if (const auto* tracing = manager.as<TracingContextObject>()) {
    interpreter.trace_line("exit", tracing->name);
    return Value::boolean(false);
  }
  if (auto* null_context = manager.as<NullContextObject>()) {
    tornado::NullContext::end(null_context->outer);
    return Value::boolean(false);
  }
  if (const auto* permit = manager.as<PermitObject>()) return leave_permit(interpreter, *permit);
  const auto& context = manager.as<ContextObject>()->context;
  return raising(interpreter, [&] {
    return Value::boolean(context->end_block(exception ? interpreter.to_cpp(exception) : nullptr));
  });
}

}  // namespace windtunnel::subjects
