// Threads that a library keeps for ever, such as those of libuv's pool.
#pragma once

namespace windtunnel {

class World;

/// From here on, threads may be left when the program ends. They end with the run, and the library that has
/// them learns by its pthread_atfork() handler that they are gone; a library that has no such handler must
/// not be used in another run of this process. What such a thread has in memory is lost, so the leak
/// sanitizer is not asked after the search. Without this call, a thread that is left breaks a rule.
void allow_left_threads(World& world);

}  // namespace windtunnel
