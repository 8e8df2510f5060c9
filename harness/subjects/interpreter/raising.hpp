// Calls into the runtime that may throw: for the scenario, what is thrown is raised.
#pragma once

#include "harness/subjects/interpreter/stage.hpp"

namespace windtunnel {

/// Runs `body`; what it throws is raised, and unset returned. BaseExceptions go on.
template <class Body>
auto raising(Stage& stage, Body body) -> decltype(body()) {
  try {
    return body();
  } catch (const tornado::BaseException&) {
    throw;
  } catch (...) {
    return stage.raise_native(std::current_exception());
  }
}

}  // namespace windtunnel
