#include "harness/kernel/epoll_set.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <utility>

#include "harness/kernel/kernel.hpp"

namespace windtunnel::kernel {

namespace {

constexpr std::uint32_t always_reported = EPOLLERR | EPOLLHUP;
constexpr std::uint32_t event_flags = EPOLLET | EPOLLONESHOT | EPOLLEXCLUSIVE | EPOLLWAKEUP;

}  // namespace

EpollSet::~EpollSet() {
  while (all_ != nullptr) forget(*all_);
}

Watch* EpollSet::find(int descriptor, const File& file) const {
  Watch* watch = file.first_watch();
  while (watch != nullptr && (&watch->set_ != this || watch->descriptor_ != descriptor))
    watch = watch->next_of_file_;
  return watch;
}

Result EpollSet::add(int descriptor, File& file, const epoll_event& event) {
  if (&file == this) return -EINVAL;
  if (find(descriptor, file) != nullptr) return -EEXIST;
  Watch* watch = tornado::pool_new<Watch>(*this, file, descriptor, event);
  watch->event_.events |= always_reported;
  watch->next_ = all_;
  if (all_ != nullptr) all_->previous_ = watch;
  all_ = watch;
  file.add_watch(*watch);
  if (watch->ready() != 0) queue(*watch);
  return 0;
}

Result EpollSet::modify(int descriptor, File& file, const epoll_event& event) {
  Watch* watch = find(descriptor, file);
  if (watch == nullptr) return -ENOENT;
  watch->event_ = event;
  watch->event_.events |= always_reported;
  // Asio wakes itself so: what is ready already is reported again, edge-triggered or not.
  if (watch->ready() != 0) queue(*watch);
  return 0;
}

Result EpollSet::remove(int descriptor, File& file) {
  Watch* watch = find(descriptor, file);
  if (watch == nullptr) return -ENOENT;
  forget(*watch);
  return 0;
}

void EpollSet::forget(Watch& watch) noexcept {
  unqueue(watch);
  watch.file_.remove_watch(watch);
  (watch.previous_ != nullptr ? watch.previous_->next_ : all_) = watch.next_;
  if (watch.next_ != nullptr) watch.next_->previous_ = watch.previous_;
  tornado::pool_delete(&watch);
}

void EpollSet::append(Watch& watch) noexcept {
  assert(!watch.queued_);
  watch.queued_ = true;
  watch.before_ = last_;
  (last_ != nullptr ? last_->after_ : first_) = &watch;
  last_ = &watch;
}

void EpollSet::queue(Watch& watch) {
  if (watch.queued_) return;
  append(watch);
  changed(POLLIN);
}

void EpollSet::unqueue(Watch& watch) noexcept {
  if (!std::exchange(watch.queued_, false)) return;
  (watch.before_ != nullptr ? watch.before_->after_ : first_) = watch.after_;
  (watch.after_ != nullptr ? watch.after_->before_ : last_) = watch.before_;
  watch.before_ = watch.after_ = nullptr;
}

bool EpollSet::any_ready() const {
  for (const Watch* watch = first_; watch != nullptr; watch = watch->after_) {
    if (watch->ready() != 0) return true;
  }
  return false;
}

void EpollSet::report(Watch& watch, epoll_event& to, std::uint32_t events) {
  to.events = events;
  to.data = watch.event_.data;
  unqueue(watch);
  const std::uint32_t wanted = watch.event_.events;
  if ((wanted & EPOLLONESHOT) != 0) {
    watch.event_.events &= event_flags;
  } else if ((wanted & EPOLLET) == 0) {
    append(watch);  // asked again by the next call
  }
}

int EpollSet::collect(epoll_event* to, int most) {
  std::size_t ready = 0;
  Watch* end = nullptr;  // what is appended from now on was reported already
  for (Watch* watch = first_; watch != nullptr;) {
    Watch* next = watch->after_;
    if (watch->ready() != 0) {
      ++ready;
    } else {
      unqueue(*watch);
    }
    watch = next;
  }
  int reported = 0;
  for (; ready > 0 && reported < most; --ready) {
    // Which one is next; or, once there is one, whether the others become ready only later.
    const std::size_t stop = reported > 0 ? 1 : 0;
    const std::uint32_t chosen = kernel_.choose(tornado::ChoiceKind::external, "kernel/epoll", ready + stop);
    if (chosen == ready) break;
    Watch* watch = first_;
    for (std::uint32_t left = chosen; left > 0; --left) watch = watch->after_;
    assert(watch != end);
    report(*watch, to[reported], watch->ready());
    ++reported;
    if (end == nullptr && watch->queued_) end = watch;
  }
  return reported;
}

}  // namespace windtunnel::kernel
