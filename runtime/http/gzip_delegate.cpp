#include "runtime/http/gzip_delegate.hpp"

namespace tornado::http {

std::optional<Future<void>> GzipDelegate::headers_received(const StartLine& start_line,
                                                           const HTTPHeaders& headers) {
  if (headers.get("Content-Encoding", "") != "gzip") return delegate_->headers_received(start_line, headers);
  expander_.emplace();
  HTTPHeaders expanded = headers;
  expanded.add("X-Consumed-Content-Encoding", "gzip");
  expanded.erase("Content-Encoding");
  return delegate_->headers_received(start_line, expanded);
}

std::optional<Future<void>> GzipDelegate::data_received(std::string chunk) {
  if (!expander_) return delegate_->data_received(std::move(chunk));
  return expand(shared_from_this(), std::move(chunk));
}

Future<void> GzipDelegate::expand(std::shared_ptr<GzipDelegate> self, std::string chunk) {
  std::string_view compressed = chunk;
  while (!compressed.empty()) {
    std::string expanded = self->expander_->expand(compressed, self->chunk_size_);
    if (expanded.empty()) continue;
    const std::optional<Future<void>> taken = self->delegate_->data_received(std::move(expanded));
    if (taken) co_yield *taken;
  }
}

// The last piece was full and more was ready.
void GzipDelegate::finish() {
  std::string_view nothing;
  std::string rest = expander_ ? expander_->expand(nothing, chunk_size_) : std::string();
  if (!rest.empty()) static_cast<void>(delegate_->data_received(std::move(rest)));
  delegate_->finish();
}

}  // namespace tornado::http
