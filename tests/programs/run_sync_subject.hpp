// A main() that is no coroutine as a subject: it runs one coroutine after another by run_sync.
#pragma once

#include "harness/core/subject.hpp"

namespace windtunnel {

/// Up to four of them, which give something, fail, or wait for ever, some with a timeout (laws L17 to L20). A
/// wrong outcome leaves the run as an exception.
extern const Subject run_sync_subject;

}  // namespace windtunnel
