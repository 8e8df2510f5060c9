#include "runtime/observer.hpp"

#include <algorithm>
#include <cassert>

namespace tornado {

std::uint32_t Observer::number_of(const std::exception_ptr& error) {
  if (!error) return 0;
  // Newest first: an exception in flight is usually the last one that was seen.
  auto at = std::find(exceptions_.rbegin(), exceptions_.rend(), error);
  if (at != exceptions_.rend()) return static_cast<std::uint32_t>(exceptions_.rend() - at);
  exceptions_.push_back(error);
  assert(exceptions_.size() <= ~std::uint32_t{0});
  return static_cast<std::uint32_t>(exceptions_.size());
}

void Observer::record_bytes(EventKind kind, std::uint32_t id, std::string_view bytes, std::uint8_t detail) {
  record(kind, id, static_cast<std::uint32_t>(bytes.size()), detail);
  bytes_full_ = bytes_full_ || bytes.size() > byte_limit - bytes_.size();
  if (!bytes_full_) bytes_ += bytes;
}

void Observer::look(EventKind kind, std::uint32_t id) {
  looks_.push_back({size(), kind, id});
}

void Observer::clear() {
  end_ = events_.get();
  bytes_.clear();
  bytes_full_ = false;
  exceptions_.clear();
  looks_.clear();
  awaited_.clear();
}

void Observer::grow() {
  std::size_t size = this->size();
  std::size_t capacity = std::max<std::size_t>(1024, size * 2);
  auto events = std::make_unique_for_overwrite<Event[]>(capacity);
  std::copy(begin(), end(), events.get());
  events_ = std::move(events);
  end_ = events_.get() + size;
  limit_ = events_.get() + capacity;
  assert(limit_ - end_ >= 2 && size <= ~std::uint32_t{0});
}

}  // namespace tornado
