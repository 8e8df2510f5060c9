// The numbers by which observers tell things apart: each kind is counted from 1, in the order of making.
#pragma once

#include <cstdint>

namespace tornado {

/// The next number of each kind of thing that observers tell apart.
struct Numbers {
  std::uint32_t callback = 1;
  std::uint32_t timer = 1;
  std::uint32_t future = 1;
  std::uint32_t future_callback = 1;
  std::uint32_t task = 1;
  std::uint32_t iterator = 1;
  std::uint32_t periodic = 1;
  std::uint32_t context = 1;
  std::uint32_t null_context = 1;
  std::uint32_t capture = 1;
  std::uint32_t condition = 1;
  std::uint32_t event = 1;
  std::uint32_t semaphore = 1;
  std::uint32_t queue = 1;
  std::uint32_t item = 1;
  std::uint32_t handler = 1;
  std::uint32_t socket = 1;
  std::uint32_t stream = 1;
  std::uint32_t stream_callback = 1;
  std::uint32_t request = 1;
};

}  // namespace tornado
