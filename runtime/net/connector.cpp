#include "runtime/net/connector.hpp"

#include <stdexcept>
#include <utility>

namespace tornado {

Connector::Connector(IOLoop& loop, std::vector<Address> addresses, Connect connect)
    : loop_(loop), connect_(std::move(connect)), remaining_(addresses.size()) {
  const AddressFamily first = family_of(addresses.front().ip);
  for (Address& address : addresses) {
    Queue& queue = family_of(address.ip) == first ? primary_ : secondary_;
    queue.addresses.push_back(std::move(address));
  }
}

Future<StreamPtr> Connector::start() {
  try_next(primary_);
  timer_ = loop_.add_timeout(loop_.time() + head_start,
                             [self = shared_from_this()] { self->start_other_family(); });
  return winner_;
}

void Connector::try_next(Queue& queue) {
  if (queue.next == queue.addresses.size()) {
    // The other family's queue may still be at work: the race has failed only when both are through.
    if (remaining_ == 0 && !winner_.done()) {
      winner_.set_exception(last_error_ ? last_error_
                                        : std::make_exception_ptr(std::runtime_error("connection failed")));
    }
    return;
  }
  const Address address = queue.addresses[queue.next++];
  connect_(address).add_done_callback([self = shared_from_this(), &queue](const Future<StreamPtr>& attempt) {
    self->attempt_done(queue, attempt);
  });
}

void Connector::attempt_done(Queue& queue, const Future<StreamPtr>& attempt) {
  --remaining_;
  if (const std::exception_ptr error = attempt.exception()) {
    if (winner_.done()) return;
    last_error_ = error;
    try_next(queue);
    if (timer_.cell() != nullptr) {
      // There is nothing to wait for: try the other family now.
      loop_.remove_timeout(timer_);
      start_other_family();
    }
    return;
  }
  clear_timer();
  if (winner_.done()) {
    attempt.result()->close();  // too late
  } else {
    winner_.set_result(attempt.result());
  }
}

void Connector::start_other_family() {
  timer_ = Timeout();
  try_next(secondary_);
}

void Connector::clear_timer() {
  if (timer_.cell() != nullptr) loop_.remove_timeout(timer_);
}

}  // namespace tornado
