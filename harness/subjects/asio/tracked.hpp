// Tracked, Track: what Asio tells of each of its operations by its hook for handler tracking. It becomes a
// base of Asio's own operations. This header is part of every source that includes Asio.
#pragma once

#include <cstdint>

namespace windtunnel::asio_hook {

struct Track;

/// What a run wants to know. All are null outside of a run.
struct Hooks {
  /// An operation begins: asio::async_read_some on that object, of that type.
  void (*created)(Track& track, const char* type, const void* object, std::uint64_t handle,
                  const char* operation) = nullptr;
  /// An operation that was created, or was ready, is destroyed.
  void (*destroyed)(Track& track) = nullptr;
  /// A handler has returned.
  void (*handler_ended)() = nullptr;
  /// A queue is destroyed.
  void (*queue_destroyed)(const void* queue) = nullptr;
  /// An exception reached a completion token that ignores it.
  void (*ignored)(const void* exception_ptr) = nullptr;
};
inline constinit Hooks hooks;

/// The part of an operation that the World knows.
struct Track {
  Track() = default;
  Track(const Track&) = delete;
  Track& operator=(const Track&) = delete;
  ~Track() {
    if ((run != 0 || step != nullptr) && hooks.destroyed != nullptr) hooks.destroyed(*this);
  }

  const char* type = nullptr;       ///< "socket"; null: nothing is known but that it is ready
  const char* operation = nullptr;  ///< "async_send"
  void* step = nullptr;             ///< it is ready, and that step of the StepScheduler
  std::uint64_t deadline = 0;       ///< of a timer; 0: it has none
  std::uint32_t run = 0;            ///< in which it was created; 0: in none
  std::uint32_t task = 0;           ///< on whose behalf
  std::uint32_t object = 0;         ///< of the StepLog
  int descriptor = -1;
  bool begins_task = false;
  Track* older = nullptr;  ///< of those that are under way
  Track* newer = nullptr;
};

/// The base of Asio's operations; one name, which hides none of theirs.
struct Tracked {
  Track windtunnel_track;
};

/// Called by Asio.
template <class Context>
void create(Context& /*context*/, Tracked& tracked, const char* type, const void* object,
            std::uint64_t handle, const char* operation) {
  if (hooks.created != nullptr) [[unlikely]]
    hooks.created(tracked.windtunnel_track, type, object, handle, operation);
}
inline void end_handler() {
  if (hooks.handler_ended != nullptr) [[unlikely]]
    hooks.handler_ended();
}

}  // namespace windtunnel::asio_hook
