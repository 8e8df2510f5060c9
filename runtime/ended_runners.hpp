// Coroutines that yielded YieldPoints, have ended, and are still held by what waits for them: a Future's
// callback or a result that nobody took may hold them in a circle (law R14). Python collects such circles;
// here a loop that is closed ends them.
#pragma once

namespace tornado {

class IOLoop;

/// Drops what this loop's ended coroutines hold. For IOLoop::close.
void abandon_ended_runners(const IOLoop& loop) noexcept;

}  // namespace tornado
