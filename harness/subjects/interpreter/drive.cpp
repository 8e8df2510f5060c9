#include "harness/subjects/interpreter/drive.hpp"

#include <memory>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/legacy_objects.hpp"

namespace windtunnel::subjects {

namespace {

// What a coroutine that yielded `value` waits for.
tornado::Ref<tornado::FutureCell> handle_yield(Interpreter& interpreter, tornado::Runner& runner,
                                               const Value& value) {
  if (const auto* point = value.as<YieldPointObject>()) return start_yield_point(runner, point->point);
  if (!contains_yield_point(value)) {
    return tornado::Ref<tornado::FutureCell>(convert_yielded(value).cell().get());
  }
  // The original makes one YieldPoint of them outside the code that catches BadYieldError.
  std::shared_ptr<tornado::YieldPointBase> point;
  try {
    point = multi_point(interpreter, value, {});
  } catch (const tornado::BadYieldError&) {
    throw tornado::Lost{std::current_exception()};
  }
  return start_yield_point(runner, std::move(point));
}

// Continues with the outcome of what was yielded.
void resume_with(Interpreter& interpreter, Frame& frame, tornado::FutureCell& awaited) {
  if (awaited.failed()) {
    static_cast<void>(interpreter.raise_cpp(awaited.retrieve_error(tornado::Retriever::user)));
    frame.raise_on_entry = true;
  } else {
    frame.stack()[frame.height++] = result_value(static_cast<tornado::ResultCell<Value>&>(awaited).value());
  }
}

}  // namespace

// Scenarios raise often, and a C++ exception costs as much as a hundred instructions, so none is thrown here.
tornado::Future<Value> drive(Interpreter& interpreter, FramePtr frame) {
  for (;;) {
    Value result = interpreter.run_frame(*frame);
    if (!frame->yielded) {
      if (result) co_return result;
      Value exception = interpreter.take_raised();
      Value returned = returned_value(exception);
      if (returned) co_return returned;
      co_return tornado::Failure(interpreter.to_cpp(exception));
    }
    const tornado::Dynamic yielded([&interpreter, value = std::move(result)](tornado::Runner& runner) {
      return handle_yield(interpreter, runner, value);
    });
    const auto awaited = co_yield yielded;
    resume_with(interpreter, *frame, *awaited);
  }
}

}  // namespace windtunnel::subjects
