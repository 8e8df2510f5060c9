// PipeEnd: one end of a pipe(2), which is local to the simulated kernel: what is written is there at once.
#pragma once

#include <cerrno>
#include <utility>

#include "harness/kernel/file.hpp"
#include "runtime/sim/network/byte_queue.hpp"

namespace windtunnel::kernel {

class PipeReader;
class PipeWriter;

/// What the two ends share. It goes with the last of them.
struct PipeBuffer {
  static constexpr std::size_t capacity = 65536;
  /// A write up to this size is whole or nothing, and an end is writable if it has that much room.
  static constexpr std::size_t atomic = 4096;

  tornado::ByteQueue bytes;
  PipeReader* reader = nullptr;  // null once it is closed
  PipeWriter* writer = nullptr;
  std::uint32_t references = 0;

  std::size_t room() const { return capacity - bytes.size(); }
  void add_reference() noexcept { ++references; }
  void remove_reference() noexcept {
    if (--references == 0) tornado::pool_delete(this);
  }
};

/// The end that is read.
class PipeReader final : public File {
 public:
  explicit PipeReader(tornado::Ref<PipeBuffer> buffer) noexcept;

  std::uint32_t readiness() const override;
  Result read(std::span<const iovec> to) override;
  Result write(std::span<const iovec>) override { return -EBADF; }
  Result available() const override { return static_cast<Result>(buffer_->bytes.size()); }
  void last_close() override;
  std::string words() const override { return "the end of a pipe that is read"; }
  void tell(std::uint32_t events) { changed(events); }

 private:
  tornado::Ref<PipeBuffer> buffer_;
};

/// The end that is written.
class PipeWriter final : public File {
 public:
  explicit PipeWriter(tornado::Ref<PipeBuffer> buffer) noexcept;

  std::uint32_t readiness() const override;
  Result read(std::span<const iovec>) override { return -EBADF; }
  Result write(std::span<const iovec> from) override;
  Result available() const override { return static_cast<Result>(buffer_->bytes.size()); }
  void last_close() override;
  std::string words() const override { return "the end of a pipe that is written"; }
  void tell(std::uint32_t events) { changed(events); }

 private:
  tornado::Ref<PipeBuffer> buffer_;
};

/// The two ends of a new pipe: the one that is read, the one that is written.
std::pair<tornado::Ref<File>, tornado::Ref<File>> make_pipe();

}  // namespace windtunnel::kernel
