// Calls into the runtime that may throw: the exception is raised in the scenario.
#pragma once

#include "harness/subjects/interpreter/interpreter.hpp"

namespace windtunnel::subjects {

/// Runs `body`. If it throws, raises the exception and returns unset. A BaseException passes through.
template <class Body>
auto raising(Interpreter& interpreter, Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const tornado::BaseException&) {
    throw;
  } catch (...) {
    return interpreter.raise_cpp(std::current_exception());
  }
}

}  // namespace windtunnel::subjects
