// What syscall() answers: libraries call by number what has a function of its own, too.
#pragma once

#include "harness/kernel/kernel.hpp"

namespace windtunnel::kernel {

/// Answers the call with that number as its function would, with errno. Returns whether it has; otherwise the
/// real operating system may answer.
bool answer_by_number(long number, const long (&arguments)[6], long& result);

}  // namespace windtunnel::kernel
