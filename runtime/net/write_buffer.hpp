// WriteBuffer: what the user of a stream wrote and its socket has not taken yet. It keeps the written strings
// themselves, in order; small ones are joined.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "runtime/net/lazy_queue.hpp"

namespace tornado {

/// A queue of bytes: written at its end, sent from its front.
class WriteBuffer {
 public:
  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }

  void add(std::string bytes) {
    if (bytes.empty()) return;
    size_ += bytes.size();
    if (!pieces_.empty() && pieces_.back().size() + bytes.size() <= joined_size) {
      pieces_.back() += bytes;
    } else {
      pieces_.push(std::move(bytes));
    }
  }

  /// The first bytes, as many as are contiguous; the buffer must not be empty.
  std::string_view front() const { return std::string_view(pieces_.front()).substr(sent_); }

  /// Removes the first `bytes` bytes of front(), which were sent.
  void drop(std::size_t bytes) {
    size_ -= bytes;
    sent_ += bytes;
    if (sent_ < pieces_.front().size()) return;
    pieces_.pop();
    sent_ = 0;
  }

  void clear() {
    pieces_.clear();
    sent_ = size_ = 0;
  }

 private:
  static constexpr std::size_t joined_size = 16384;

  LazyQueue<std::string> pieces_;
  std::size_t sent_ = 0;  // bytes of the first piece that were sent
  std::size_t size_ = 0;
};

}  // namespace tornado
