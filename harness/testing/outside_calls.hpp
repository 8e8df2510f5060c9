// Functions of the C library by which a program reaches the real world: clocks, sleeps, threads, sockets,
// random numbers. A test program that is linked with windtunnel::gtest calls them through this file, which
// tells the World of calls inside of a run, and calls the real function in any case. What is not noticed:
// processor instructions such as rdrand and rdtsc, descriptors that are open already, and files.
#pragma once

namespace windtunnel {

/// Whether such calls are noticed on this platform. Calling this is what links them.
bool watches_outside_calls();

/// The same for those that the simulated kernel defines, too. Defined by the kernel, where that is linked.
bool symbols_are_watched();

}  // namespace windtunnel
