#include "harness/subjects/interpreter/drive.hpp"

#include <memory>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"
#include "harness/subjects/interpreter/legacy_objects.hpp"

namespace windtunnel {

namespace {

// What a coroutine that yielded `value` waits for.
tornado::Ref<tornado::FutureCell> handle_yield(Stage& stage, tornado::Runner& runner, const Value& value) {
  if (const auto* point = value.as<YieldPointObject>()) return start_yield_point(runner, point->point);
  if (!contains_yield_point(value)) {
    return tornado::Ref<tornado::FutureCell>(convert_yielded(value).cell().get());
  }
  // The original makes one YieldPoint of them outside the code that catches BadYieldError.
  std::shared_ptr<tornado::YieldPointBase> point;
  try {
    point = multi_point(stage, value, {});
  } catch (const tornado::BadYieldError&) {
    throw tornado::Lost{std::current_exception()};
  }
  return start_yield_point(runner, std::move(point));
}

// Continues with the outcome of what was yielded.
void resume_with(Stage& stage, Frame& frame, tornado::FutureCell& awaited) {
  if (awaited.failed()) {
    static_cast<void>(stage.raise_native(awaited.retrieve_error(tornado::Retriever::user)));
    frame.raise_on_entry = true;
  } else {
    frame.stack()[frame.height++] = result_value(static_cast<tornado::ResultCell<Value>&>(awaited).value());
  }
}

}  // namespace

// Scenarios raise often, and a C++ exception costs as much as a hundred instructions, so none is thrown here.
tornado::Future<Value> drive(Stage& stage, FramePtr frame) {
  for (;;) {
    Value result = stage.run_frame(*frame);
    if (!frame->yielded) {
      if (result) co_return result;
      Value exception = stage.take_raised();
      Value returned = returned_value(exception);
      if (returned) co_return returned;
      co_return tornado::Failure(stage.to_native(exception));
    }
    const tornado::Dynamic yielded([&stage, value = std::move(result)](tornado::Runner& runner) {
      return handle_yield(stage, runner, value);
    });
    const auto awaited = co_yield yielded;
    resume_with(stage, *frame, *awaited);
  }
}

}  // namespace windtunnel
