#include "harness/kernel/pipe_end.hpp"

#include <algorithm>

namespace windtunnel::kernel {

PipeReader::PipeReader(tornado::Ref<PipeBuffer> buffer) noexcept
    : File(FileKind::pipe), buffer_(std::move(buffer)) {
  buffer_->reader = this;
}

std::uint32_t PipeReader::readiness() const {
  return (buffer_->bytes.size() > 0 ? std::uint32_t{POLLIN | POLLRDNORM} : 0U) |
         (buffer_->writer == nullptr ? std::uint32_t{POLLHUP} : 0U);
}

Result PipeReader::read(std::span<const iovec> to) {
  const std::size_t size = std::min(size_of(to), buffer_->bytes.size());
  if (size_of(to) == 0) return 0;
  if (size == 0) return buffer_->writer == nullptr ? 0 : -EAGAIN;
  const bool was_full = buffer_->room() < PipeBuffer::atomic;
  std::size_t done = 0;
  for (const iovec& part : to) {
    const std::size_t bytes = std::min(part.iov_len, size - done);
    buffer_->bytes.pop(static_cast<char*>(part.iov_base), bytes);
    done += bytes;
  }
  if (was_full && buffer_->writer != nullptr) buffer_->writer->tell(POLLOUT | POLLWRNORM);
  return static_cast<Result>(size);
}

void PipeReader::last_close() {
  buffer_->reader = nullptr;
  if (buffer_->writer != nullptr) buffer_->writer->tell(~0U);
}

PipeWriter::PipeWriter(tornado::Ref<PipeBuffer> buffer) noexcept
    : File(FileKind::pipe), buffer_(std::move(buffer)) {
  buffer_->writer = this;
}

std::uint32_t PipeWriter::readiness() const {
  return (buffer_->room() >= PipeBuffer::atomic ? std::uint32_t{POLLOUT | POLLWRNORM} : 0U) |
         (buffer_->reader == nullptr ? std::uint32_t{POLLERR} : 0U);
}

Result PipeWriter::write(std::span<const iovec> from) {
  const std::size_t wanted = size_of(from);
  if (buffer_->reader == nullptr) return -EPIPE;
  if (wanted == 0) return 0;
  const std::size_t room = buffer_->room();
  if (room == 0 || (wanted <= PipeBuffer::atomic && room < wanted)) return -EAGAIN;
  std::size_t left = std::min(wanted, room);
  const auto written = static_cast<Result>(left);
  for (const iovec& part : from) {
    const std::size_t bytes = std::min(part.iov_len, left);
    buffer_->bytes.push({static_cast<const char*>(part.iov_base), bytes});
    left -= bytes;
  }
  buffer_->reader->tell(POLLIN | POLLRDNORM);
  return written;
}

void PipeWriter::last_close() {
  buffer_->writer = nullptr;
  if (buffer_->reader != nullptr) buffer_->reader->tell(~0U);
}

std::pair<tornado::Ref<File>, tornado::Ref<File>> make_pipe() {
  const tornado::Ref<PipeBuffer> buffer(tornado::pool_new<PipeBuffer>());
  return {tornado::Ref<File>(new PipeReader(buffer)), tornado::Ref<File>(new PipeWriter(buffer))};
}

}  // namespace windtunnel::kernel
