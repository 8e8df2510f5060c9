#include "runtime/http/simple_client.hpp"

#include <algorithm>
#include <utility>

#include "runtime/http/fetch_connection.hpp"
#include "runtime/stack_context/stack_context.hpp"

namespace tornado::http {

namespace {

// A request that fails at its start makes room for the next one at once. Beyond this depth, the next one
// starts through the loop.
constexpr unsigned most_nested = 64;

}  // namespace

void SimpleClient::fetch_impl(FetchRequest request, ResponseCallback callback) {
  const std::uint64_t key = next_key_++;
  Waiting waiting{key, std::move(request), std::move(callback), Timeout(), 0};
  if (active_ >= options_.max_clients) {
    const Time deadline = loop().time() + std::min(waiting.request.request.connect_timeout,
                                                   waiting.request.request.request_timeout);
    waiting.timeout = loop().add_timeout(
        deadline,
        [self = std::static_pointer_cast<SimpleClient>(shared_from_this()), key] { self->on_timeout(key); });
    waiting.number = loop().numbers().request++;
    loop().note(EventKind::request_begin, waiting.number, 0, 0, seconds_of(deadline));
  }
  queue_.push_back(std::move(waiting));
  process_queue();
}

void SimpleClient::process_queue() {
  const NullContext no_contexts;
  const auto self = std::static_pointer_cast<SimpleClient>(shared_from_this());
  if (depth_ == most_nested) {
    loop().add_callback([self] { self->process_queue(); });
    return;
  }
  ++depth_;
  while (!queue_.empty() && active_ < options_.max_clients) {
    Waiting next = std::move(queue_.front());
    queue_.pop_front();
    loop().remove_timeout(next.timeout);
    if (next.number != 0) loop().note(EventKind::request_end, next.number);
    ++active_;
    std::make_shared<FetchConnection>(self, std::move(next.request), std::move(next.callback))->start();
  }
  --depth_;
}

void SimpleClient::release() {
  --active_;
  process_queue();
}

void SimpleClient::on_timeout(std::uint64_t key) {
  const auto at =
      std::find_if(queue_.begin(), queue_.end(), [&](const Waiting& waiting) { return waiting.key == key; });
  Waiting late = std::move(*at);
  queue_.erase(at);
  const auto error = std::make_exception_ptr(HTTPError(599, "Timeout in request queue"));
  loop().note(EventKind::request_end, late.number);
  loop().add_callback(std::move(late.callback),
                      HTTPResponse(late.request.current(), error, loop().time() - late.request.start_time));
}

}  // namespace tornado::http
