// EventCounter: an eventfd, a number that is written to and read away. Event loops wake themselves by it.
#pragma once

#include "harness/kernel/file.hpp"

namespace windtunnel::kernel {

/// The counter.
class EventCounter final : public File {
 public:
  EventCounter(std::uint64_t count, bool semaphore) noexcept
      : File(FileKind::event), count_(count), semaphore_(semaphore) {}

  std::uint32_t readiness() const override;
  Result read(std::span<const iovec> to) override;
  Result write(std::span<const iovec> from) override;
  std::string words() const override { return "an eventfd"; }

 private:
  static constexpr std::uint64_t limit = ~std::uint64_t{0} - 1;

  std::uint64_t count_;
  bool semaphore_;
};

}  // namespace windtunnel::kernel
