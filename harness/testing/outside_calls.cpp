#include "harness/testing/outside_calls.hpp"

#include <string>  // first: it says which C library this is

namespace windtunnel {

bool watches_outside_calls() {
  return symbols_are_watched();
}

}  // namespace windtunnel

#if defined(__linux__) && defined(__GLIBC__)

#include <cstdlib>

#include "harness/subjects/world/world.hpp"
#include "harness/testing/stack_words.hpp"
#include "harness/testing/watched_call.hpp"

void windtunnel::tell_outside_call(const char* call, const void* caller) {
  if (World::runs_here()) [[unlikely]]
    World::note_outside(call, &stack_in_words, caller);
}

// NOLINTBEGIN: the C library's names
WINDTUNNEL_WATCH(int, rand, () noexcept, ())
WINDTUNNEL_WATCH(long, random, () noexcept, ())
// NOLINTEND

#ifdef __GLIBCXX__
// std::random_device::operator(), by the function of libstdc++ that each call goes through.
extern "C" [[gnu::visibility("default")]] unsigned windtunnel_random_device(void* device) asm(
    "_ZNSt13random_device9_M_getvalEv");
extern "C" unsigned windtunnel_random_device(void* device) {
  static constinit std::atomic<void*> found{nullptr};
  windtunnel::tell_outside_call("std::random_device", __builtin_return_address(0));
  return windtunnel::core::kept_next_of<unsigned(void*)>(found, nullptr, "_ZNSt13random_device9_M_getvalEv",
                                                         nullptr)(device);
}
#endif

#endif
