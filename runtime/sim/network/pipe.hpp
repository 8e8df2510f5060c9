// Pipe: one direction of a simulated connection. It is a stream of bytes, of which some were received, some
// have arrived and some are in transit. Positions count from the stream's beginning and never decrease.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "runtime/clock.hpp"
#include "runtime/sim/network/byte_queue.hpp"

namespace tornado {

/// One direction. received <= arrived <= due <= sent.
class Pipe {
 public:
  Pipe(std::size_t send_buffer, std::size_t receive_buffer)
      : send_buffer_(send_buffer), receive_buffer_(receive_buffer) {}

  /// How many bytes a sender can hand over now.
  std::size_t room() const {
    const std::uint64_t underway = sent_ - arrived_;
    return underway < send_buffer_ ? send_buffer_ - static_cast<std::size_t>(underway) : 0;
  }
  /// How many bytes a receiver can take now.
  std::size_t arrived() const { return static_cast<std::size_t>(arrived_ - received_); }
  /// Whether the sender has ended the stream and all of it has arrived.
  bool ended() const { return end_due_ && arrived_ == due_; }
  std::uint64_t sent() const { return sent_; }

  void send(std::string_view bytes) {
    sent_ += bytes.size();
    if (!abandoned_) bytes_.push(bytes);
  }

  /// The link has carried everything up to that position. As much of it arrives as the receiver has room for.
  void carry(std::uint64_t position) {
    if (end_due_ || abandoned_) return;
    due_ = std::max(due_, position);
    settle();
  }
  /// Whether the link has carried everything up to that position.
  bool has_carried(std::uint64_t position) const { return position <= due_; }
  /// The link has carried the end of the stream.
  void carry_end() { end_due_ = true; }

  void receive(char* to, std::size_t size) {
    bytes_.pop(to, size);
    received_ += size;
    settle();
  }

  void peek(char* to, std::size_t size) const { bytes_.peek(to, size); }

  /// Nobody receives any more: drops the bytes, and those that are still to come. The sender gets no room by
  /// that: it learns of it when something of what it sent comes to where nobody is.
  void abandon() {
    abandoned_ = true;
    bytes_.clear();
  }

  Time busy_until = at_seconds(0);  ///< what is sent later arrives no earlier than this
  bool silent = false;              ///< what is sent now does not arrive
  bool cut_short = false;           ///< the receiver was told of an end that the sender does not know of

 private:
  void settle() { arrived_ = std::min(due_, received_ + receive_buffer_); }

  ByteQueue bytes_;  // from received_ to sent_
  std::size_t send_buffer_;
  std::size_t receive_buffer_;
  std::uint64_t sent_ = 0;
  std::uint64_t due_ = 0;
  std::uint64_t arrived_ = 0;
  std::uint64_t received_ = 0;
  bool end_due_ = false;
  bool abandoned_ = false;
};

}  // namespace tornado
