#include "harness/subjects/interpreter/drive.hpp"

#include <optional>

#include "harness/subjects/interpreter/api.hpp"
#include "harness/subjects/interpreter/exceptions.hpp"

namespace windtunnel {

namespace {

// What a coroutine waits for that yielded `value`; nothing after raising BadYieldError.
std::optional<tornado::Future<Value>> to_awaited(World& world, const Value& value) {
  try {
    return convert_yielded(value);
  } catch (const tornado::BadYieldError&) {
    static_cast<void>(world.raise_native(std::current_exception()));
    return std::nullopt;
  }
}

// Goes on with the outcome of what was yielded.
void resume_with(World& world, Frame& frame, tornado::FutureCell& awaited) {
  if (awaited.failed()) {
    static_cast<void>(world.raise_native(awaited.retrieve_error(tornado::Retriever::user)));
    frame.raise_on_entry = true;
  } else {
    frame.stack()[frame.height++] = result_value(static_cast<tornado::ResultCell<Value>&>(awaited).value());
  }
}

}  // namespace

// Scenarios raise often, and a C++ exception costs as much as a hundred instructions: none is thrown here.
tornado::Future<Value> drive(World& world, FramePtr frame) {
  for (;;) {
    Value result = world.run_frame(*frame);
    if (!frame->yielded) {
      if (result) co_return result;
      Value exception = world.take_raised();
      Value returned = returned_value(exception);
      if (returned) co_return returned;
      co_return tornado::Failure(world.to_native(exception));
    }
    std::optional<tornado::Future<Value>> awaited = to_awaited(world, result);
    if (!awaited) {
      frame->raise_on_entry = true;
      continue;
    }
    co_yield tornado::settled(*awaited);
    resume_with(world, *frame, *awaited->cell());
  }
}

}  // namespace windtunnel
