// How values are printed in a trace.
#pragma once

#include <string>

#include "harness/subjects/interpreter/interpreter.hpp"

namespace windtunnel::subjects {

/// Appends the value as the trace shows it.
void render(const Interpreter& interpreter, const Value& value, std::string& out);

/// Appends the value as Python's repr shows it: strings in quotes.
void render_repr(const Interpreter& interpreter, const Value& value, std::string& out);

/// Appends a number of seconds, or any float, as the trace shows it: whole ones as integers.
void render_real(double value, std::string& out);

}  // namespace windtunnel::subjects
