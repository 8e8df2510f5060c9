#include "runtime/sim/network/descriptors.hpp"

#include <algorithm>
#include <functional>
#include <system_error>
#include <utility>

namespace tornado {

namespace {

// The lowest descriptor that a program can get: those below are open when it starts.
constexpr int first_descriptor = 3;

}  // namespace

void Descriptors::open(Endpoint& endpoint) {
  if (open_ == limit) throw std::system_error(std::make_error_code(std::errc::too_many_files_open));
  if (free_.empty()) {
    if (table_.empty()) table_.resize(first_descriptor);
    endpoint.descriptor_ = static_cast<int>(table_.size());
    table_.push_back(&endpoint);
  } else {
    std::pop_heap(free_.begin(), free_.end(), std::greater<>());
    endpoint.descriptor_ = free_.back();
    free_.pop_back();
    table_[static_cast<std::size_t>(endpoint.descriptor_)] = &endpoint;
  }
  ++open_;
}

void Descriptors::close(Endpoint& endpoint) noexcept {
  if (endpoint.descriptor_ < 0) return;
  unlink(endpoint);
  endpoint.interest_ = 0;
  const int descriptor = std::exchange(endpoint.descriptor_, -1);
  table_[static_cast<std::size_t>(descriptor)] = nullptr;
  free_.push_back(descriptor);
  std::push_heap(free_.begin(), free_.end(), std::greater<>());
  --open_;
}

void Descriptors::watch(int descriptor, IOEvents interest) {
  if (descriptor < 0 || static_cast<std::size_t>(descriptor) >= table_.size()) return;
  Endpoint* endpoint = table_[static_cast<std::size_t>(descriptor)];
  if (endpoint == nullptr) return;
  endpoint->interest_ = interest;
  refresh(*endpoint);
}

void Descriptors::refresh(Endpoint& endpoint) noexcept {
  if (endpoint.queued_ || endpoint.descriptor_ < 0 || ready_for(endpoint) == 0) return;
  endpoint.queued_ = true;
  endpoint.before_ = last_;
  (last_ != nullptr ? last_->after_ : first_) = &endpoint;
  last_ = &endpoint;
}

void Descriptors::unlink(Endpoint& endpoint) noexcept {
  if (!std::exchange(endpoint.queued_, false)) return;
  (endpoint.before_ != nullptr ? endpoint.before_->after_ : first_) = endpoint.after_;
  (endpoint.after_ != nullptr ? endpoint.after_->before_ : last_) = endpoint.before_;
  endpoint.before_ = endpoint.after_ = nullptr;
}

bool Descriptors::any_ready() noexcept {
  while (first_ != nullptr && ready_for(*first_) == 0) unlink(*first_);
  return first_ != nullptr;
}

void Descriptors::collect(std::vector<ReadyDescriptor>& ready) {
  for (Endpoint* at = first_; at != nullptr;) {
    Endpoint* endpoint = std::exchange(at, at->after_);
    if (const IOEvents events = ready_for(*endpoint); events != 0) {
      ready.push_back({endpoint->descriptor_, events, endpoint->task_});
    } else {
      unlink(*endpoint);
    }
  }
}

void Descriptors::orphan_all() noexcept {
  for (Endpoint*& endpoint : table_) {
    if (endpoint == nullptr) continue;
    unlink(*endpoint);
    endpoint->descriptor_ = -1;
    std::exchange(endpoint, nullptr)->orphan();
  }
}

}  // namespace tornado
