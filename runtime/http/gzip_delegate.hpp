// GzipDelegate: expands bodies with the Content-Encoding gzip on their way to another delegate.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "runtime/coroutine.hpp"
#include "runtime/http/gzip.hpp"
#include "runtime/http/message_delegate.hpp"

namespace tornado::http {

/// The other delegate sees X-Consumed-Content-Encoding instead of Content-Encoding, and the expanded body in
/// pieces of at most `chunk_size` bytes. The body of a message with another encoding passes as it is.
class GzipDelegate final : public MessageDelegate, public std::enable_shared_from_this<GzipDelegate> {
 public:
  GzipDelegate(std::shared_ptr<MessageDelegate> delegate, std::size_t chunk_size)
      : delegate_(std::move(delegate)), chunk_size_(chunk_size) {}

  std::optional<Future<void>> headers_received(const StartLine& start_line,
                                               const HTTPHeaders& headers) override;
  std::optional<Future<void>> data_received(std::string chunk) override;
  void finish() override;
  void on_connection_close() override { delegate_->on_connection_close(); }

 private:
  static Future<void> expand(std::shared_ptr<GzipDelegate> self, std::string chunk);

  const std::shared_ptr<MessageDelegate> delegate_;
  const std::size_t chunk_size_;
  std::optional<GzipExpander> expander_;
};

}  // namespace tornado::http
