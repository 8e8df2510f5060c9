// Connects the two kinds of coroutine: a frame of the stack machine is driven by a coroutine of the runtime.
#pragma once

#include "harness/subjects/interpreter/frame.hpp"
#include "harness/subjects/interpreter/interpreter.hpp"

namespace windtunnel::subjects {

/// The C++ coroutine that a @gen.coroutine function runs as.
tornado::Future<Value> drive(Interpreter& interpreter, FramePtr frame);

}  // namespace windtunnel::subjects
