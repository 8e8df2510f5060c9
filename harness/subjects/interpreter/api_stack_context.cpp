// The group stack_context, and values that can be the subject of a `with`.
#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/api_sync.hpp"
#include "harness/subjects/interpreter/object_classes.hpp"
#include "harness/subjects/interpreter/operators.hpp"
#include "harness/subjects/interpreter/raising.hpp"
#include "runtime/stack_context/stack_context.hpp"

namespace windtunnel {

namespace {

// A StackContext whose contexts are returned by a function of the scenario.
class FactoryContext final : public tornado::Context {
 public:
  explicit FactoryContext(Value factory)
      : Context(tornado::ContextKind::stack), factory_(std::move(factory)) {}

 private:
  void enter() override {
    Stage& stage = Stage::current();
    Value manager = stage.call(factory_, {});
    if (!manager) stage.throw_raised();
    entered_.push_back(manager);
    if (!is_context_manager(manager)) {
      stage.raise(word::AttributeError,
                  "'" + std::string(type_name(stage, manager)) + "' object has no attribute '__enter__'");
      stage.throw_raised();
    }
    if (!enter_context(stage, manager)) stage.throw_raised();
  }

  bool leave(const std::exception_ptr& error) override {
    Stage& stage = Stage::current();
    if (entered_.empty()) {
      stage.raise(word::IndexError, "pop from empty list");
      stage.throw_raised();
    }
    Value manager = std::move(entered_.back());
    entered_.pop_back();
    if (!is_context_manager(manager)) {
      stage.raise(word::AttributeError,
                  "'" + std::string(type_name(stage, manager)) + "' object has no attribute '__exit__'");
      stage.throw_raised();
    }
    if (!exit_context(stage, manager, error ? stage.from_native(error) : Value())) stage.throw_raised();
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
    Stage& stage = Stage::current();
    Value exception = stage.from_native(error);
    const auto* object = exception.as<ExceptionObject>();
    const Value arguments[] = {object != nullptr ? object->type : Value::none(), exception,
                               Value::native(word::traceback)};
    const Value consumed = stage.call(handler_, {arguments, {}});
    if (!consumed) stage.throw_raised();
    return truth(stage, consumed);
  }

  void destroy() noexcept override { delete this; }

  Value handler_;
};

}  // namespace

std::optional<Value> call_stack_context(Stage& stage, Word function, const Arguments& arguments) {
  Value argument;
  tornado::Ref<tornado::Context> context;
  switch (function) {
    case word::StackContext:
      if (!bind(stage, "StackContext", arguments, {word::context_factory}, 1, &argument)) return Value();
      context = tornado::Ref<tornado::Context>(new FactoryContext(std::move(argument)));
      return stage.heap().make<ContextObject>(function, std::move(context));
    case word::ExceptionStackContext:
      if (!bind(stage, "ExceptionStackContext", arguments, {word::exception_handler}, 1, &argument))
        return Value();
      context = tornado::Ref<tornado::Context>(new HandlerContext(std::move(argument)));
      return stage.heap().make<ContextObject>(function, std::move(context));
    case word::NullContext:
      if (!bind(stage, "NullContext", arguments, {}, 0, nullptr)) return Value();
      return stage.heap().make<NullContextObject>();
    case word::wrap:
      if (!bind(stage, "wrap", arguments, {word::fn}, 1, &argument)) return Value();
      if (argument.is_none() || carries_contexts(argument)) return argument;
      return stage.heap().make<WrappedObject>(std::move(argument));
    default:
      return std::nullopt;
  }
}

bool carries_contexts(const Value& function) {
  const Object* object = function.object();
  return object != nullptr &&
         (object->kind() == ObjectKind::wrapped || object->kind() == ObjectKind::result_callback);
}

Value call_wrapped(Stage& stage, const WrappedObject& wrapped, const Arguments& arguments) {
  const Value keep(const_cast<WrappedObject*>(&wrapped));
  tornado::CapturedContexts contexts = wrapped.contexts;
  return raising(stage, [&] {
    Value result = Value::none();  // of a call whose exception a context has consumed
    contexts.call([&] {
      Value returned = stage.call(wrapped.function, arguments);
      if (!returned) stage.throw_raised();
      result = std::move(returned);
    });
    return result;
  });
}

Value call_context_method(Stage& stage, const ContextObject& object, const Arguments& arguments) {
  if (!bind(stage, "_deactivate", arguments, {}, 0, nullptr)) return Value();
  object.context->deactivate();
  return Value::none();
}

bool is_context_manager(const Value& value) {
  const Object* object = value.object();
  return object != nullptr && traits_of(object->kind()).is_context_manager;
}

Value enter_context(Stage& stage, const Value& manager) {
  if (const auto* tracing = manager.as<TracingContextObject>()) {
    stage.trace_line("enter", tracing->name);
    return Value::none();
  }
  if (auto* null_context = manager.as<NullContextObject>()) {
    null_context->outer = tornado::NullContext::begin();
    return Value::none();
  }
  if (const auto* object = manager.as<ContextObject>()) {
    return raising(stage, [&] {
      object->context->begin_block();
      return stage.heap().make<BoundMethodObject>(manager, word::deactivate);
    });
  }
  if (auto entered = enter_lock(stage, manager)) return *std::move(entered);
  return stage.raise(word::TypeError, "'" + std::string(type_name(stage, manager)) +
                                          "' object does not support the context manager protocol");
}

Value exit_context(Stage& stage, const Value& manager, const Value& exception) {
  if (const auto* tracing = manager.as<TracingContextObject>()) {
    stage.trace_line("exit", tracing->name);
    return Value::boolean(false);
  }
  if (auto* null_context = manager.as<NullContextObject>()) {
    tornado::NullContext::end(null_context->outer);
    return Value::boolean(false);
  }
  if (const auto* permit = manager.as<PermitObject>()) return leave_permit(stage, *permit);
  const auto& context = manager.as<ContextObject>()->context;
  return raising(stage, [&] {
    return Value::boolean(context->end_block(exception ? stage.to_native(exception) : nullptr));
  });
}

}  // namespace windtunnel
