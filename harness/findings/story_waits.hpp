// What the futures of a run stand for, in words, as far as its events tell: "data from server", "lock 2". For
// the waits of a story.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "runtime/observer.hpp"

namespace windtunnel::findings {

/// Shown a run's events, one after another.
class StoryWaits {
 public:
  void see(const tornado::Event& event);

  /// A stream's socket; 0 if it is not known.
  std::uint32_t socket_of(std::uint32_t stream) const;
  /// What is waited for by that future: "lock 2"; for data of a stream "data", and `stream` gets its number.
  /// Empty if it is not known.
  std::string words_of(std::uint32_t future, std::uint32_t& stream) const;

 private:
  struct Thing {
    std::string words;
    std::uint32_t stream = 0;
  };

  std::map<std::uint32_t, Thing> things_;           // by future
  std::map<std::uint32_t, std::uint32_t> sources_;  // of a future that follows another one
  std::map<std::uint32_t, std::uint32_t> sockets_;  // by stream
  std::map<std::uint32_t, bool> locks_;             // semaphores that are locks
};

}  // namespace windtunnel::findings
