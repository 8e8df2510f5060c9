// WriteBuffer: what the user of a stream wrote and its socket has not taken yet, in one piece: the socket is
// offered all of it at once, as the original's is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace tornado {

/// A queue of bytes: written at its end, sent from its front.
class WriteBuffer {
 public:
  std::size_t size() const { return bytes_.size() - sent_; }
  bool empty() const { return sent_ == bytes_.size(); }

  void add(std::string bytes) {
    if (empty()) {
      bytes_ = std::move(bytes);
      sent_ = 0;
      return;
    }
    if (sent_ > size()) {  // so a byte is moved at most once for each byte that was sent
      bytes_.erase(0, sent_);
      sent_ = 0;
    }
    bytes_ += bytes;
  }

  /// Everything that is not sent.
  std::string_view front() const { return std::string_view(bytes_).substr(sent_); }

  /// Removes the first `bytes` bytes of front(), which were sent.
  void drop(std::size_t bytes) {
    sent_ += bytes;
    if (empty()) clear();
  }

  void clear() {
    bytes_ = std::string();
    sent_ = 0;
  }

 private:
  std::string bytes_;
  std::size_t sent_ = 0;  // bytes of it that were sent
};

}  // namespace tornado
