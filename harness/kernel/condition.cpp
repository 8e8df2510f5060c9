#include "harness/kernel/condition.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <fmt/format.h>
#include <utility>

#include "harness/kernel/mutex.hpp"
#include "harness/kernel/threads.hpp"

namespace windtunnel::kernel {

namespace {

constexpr std::string_view variable = "condition variable";
constexpr std::string_view futex = "futex";

class NotifiedReason final : public WaitReason {
 public:
  NotifiedReason(std::string_view call, const Kernel& kernel, const Notified& notified,
                 const Notified::Waiter& waiter)
      : WaitReason(call), kernel_(kernel), notified_(notified), waiter_(waiter) {}

  std::string words() const override {
    return fmt::format("{} for {}", call(), notified_.words(kernel_, waiter_));
  }
  std::uint32_t object() const override { return notified_.object(waiter_.at); }

 private:
  const Kernel& kernel_;
  const Notified& notified_;
  const Notified::Waiter& waiter_;
};

}  // namespace

Notified::Place& Notified::place(Kernel& kernel, const void* at, std::string_view kind) {
  Place& found = places_[at];
  if (found.object == 0) found.object = kernel.threads().name_object(kind);
  return found;
}

void Notified::add(Waiter& waiter, Kernel& kernel, std::string_view kind) {
  waiter.after = place(kernel, waiter.at, kind).notifications;
  waiters_.push_back(&waiter);
}

void Notified::remove(Waiter& waiter) {
  waiters_.remove(&waiter);
}

std::uint32_t Notified::notify(Kernel& kernel, const void* at, std::uint32_t most, std::string_view kind) {
  const auto waits_there = [at](const Waiter* waiter) { return waiter->at == at; };
  auto waiting = static_cast<std::uint32_t>(std::count_if(waiters_.begin(), waiters_.end(), waits_there));
  std::uint32_t woken = 0;
  for (; woken < most && waiting > 0; ++woken, --waiting) {
    // Which one is open, but in the exact model, and if all are woken.
    const bool ask = most - woken < waiting && kernel.settings().model != tornado::SchedulingModel::exact;
    std::uint32_t left = kernel.choose(tornado::ChoiceKind::external, "kernel/notify", ask ? waiting : 1);
    const auto next = std::find_if(waiters_.begin(), waiters_.end(),
                                   [&](const Waiter* waiter) { return waits_there(waiter) && left-- == 0; });
    (*next)->notified = true;
    waiters_.erase(next);
  }
  Place& found = place(kernel, at, kind);
  ++found.notifications;
  found.last = Threads::current().name;
  found.woken = woken;
  return woken;
}

std::uint32_t Notified::object(const void* at) const {
  const auto found = places_.find(at);
  return found != places_.end() ? found->second.object : 0;
}

std::string Notified::words(const Kernel& kernel, const Waiter& waiter) const {
  const auto found = places_.find(waiter.at);
  if (found == places_.end()) return "something that has been destroyed";
  const Place& place = found->second;
  const std::string name = kernel.threads().object_words(place.object);
  if (place.notifications == 0) return name + ", which nobody has notified";
  if (place.notifications <= waiter.after) {
    return fmt::format("{}, which {} notified last, before this wait began{}", name, place.last,
                       place.woken == 0 ? ", when nobody waited" : "");
  }
  return fmt::format("{}, whose last notification, by {}, woke another thread", name, place.last);
}

int wait_for_condition(Kernel& kernel, pthread_cond_t& condition, pthread_mutex_t& mutex,
                       tornado::Time deadline, std::string_view call) {
  Threads& threads = kernel.threads();
  Notified& notified = threads.notified();
  if (threads.preempts()) threads.yield(call, object_of(kernel, mutex));
  Notified::Waiter waiter{&condition, 0};
  notified.add(waiter, kernel, variable);
  if (const int error = release_mutex(mutex); error != 0) {
    notified.remove(waiter);
    return error;
  }
  const bool spurious = kernel.settings().model == tornado::SchedulingModel::adversarial &&
                        kernel.choose(tornado::ChoiceKind::fault, "kernel/spurious", 2) == 1;
  const NotifiedReason reason(call, kernel, notified, waiter);
  threads.tell("waits for", notified.object(&condition));
  kernel.block(reason, [&] { return (waiter.notified || spurious) && is_unlocked(mutex); }, deadline);
  if (!waiter.notified) notified.remove(waiter);
  if (is_unlocked(mutex)) {
    take_mutex(mutex);
    threads.tell("goes on from", notified.object(&condition));
  } else {
    lock_mutex(kernel, mutex, Kernel::never, call);
  }
  return waiter.notified || spurious ? 0 : ETIMEDOUT;
}

void notify_condition(Kernel& kernel, pthread_cond_t& condition, bool all, std::string_view call) {
  Threads& threads = kernel.threads();
  Notified& notified = threads.notified();
  if (threads.preempts()) threads.yield(call, notified.object(&condition));
  threads.tell(all ? "notifies all of" : "notifies", notified.object(&condition));
  notified.notify(kernel, &condition, all ? ~std::uint32_t{0} : 1, variable);
}

long wait_for_futex(Kernel& kernel, const std::uint32_t* word, std::uint32_t value, tornado::Time deadline) {
  Threads& threads = kernel.threads();
  Notified& notified = threads.notified();
  if (threads.preempts()) threads.yield("futex wait", notified.object(word));
  if (std::atomic_ref<const std::uint32_t>(*word).load() != value) return -EAGAIN;
  Notified::Waiter waiter{word, 0};
  notified.add(waiter, kernel, futex);
  const NotifiedReason reason("futex wait", kernel, notified, waiter);
  threads.tell("waits for", notified.object(word));
  kernel.block(reason, [&] { return waiter.notified; }, deadline);
  if (waiter.notified) return 0;
  notified.remove(waiter);
  return -ETIMEDOUT;
}

long wake_futex(Kernel& kernel, const std::uint32_t* word, std::uint32_t most) {
  Threads& threads = kernel.threads();
  Notified& notified = threads.notified();
  if (threads.preempts()) threads.yield("futex wake", notified.object(word));
  threads.tell("wakes", notified.object(word));
  return notified.notify(kernel, word, most, futex);
}

namespace {

// glibc's semaphore begins with its value; the end of a sem_t is not used.
struct SemaphoreFields {
  std::uint32_t value;
  std::uint32_t waiters;
  std::uint64_t unused;
  std::uint64_t stamp;
  std::uint64_t object;
};
static_assert(sizeof(SemaphoreFields) <= sizeof(sem_t));

SemaphoreFields& fields_of(sem_t& semaphore) {
  return reinterpret_cast<SemaphoreFields&>(semaphore);
}

std::uint32_t object_of(Kernel& kernel, sem_t& semaphore) {
  SemaphoreFields& fields = fields_of(semaphore);
  Threads& threads = kernel.threads();
  if (fields.stamp != threads.stamp()) {
    fields.stamp = threads.stamp();
    fields.object = threads.name_object("semaphore");
  }
  return static_cast<std::uint32_t>(fields.object);
}

class SemaphoreReason final : public WaitReason {
 public:
  SemaphoreReason(std::string_view call, Kernel& kernel, sem_t& semaphore)
      : WaitReason(call), kernel_(kernel), semaphore_(semaphore) {}

  std::string words() const override {
    return fmt::format("{} for {}", call(), kernel_.threads().object_words(object()));
  }
  std::uint32_t object() const override { return object_of(kernel_, semaphore_); }

 private:
  Kernel& kernel_;
  sem_t& semaphore_;
};

}  // namespace

int wait_for_semaphore(Kernel& kernel, sem_t& semaphore, tornado::Time deadline, std::string_view call) {
  Threads& threads = kernel.threads();
  SemaphoreFields& fields = fields_of(semaphore);
  if (threads.preempts() && (deadline != Threads::past || fields.value != 0))
    threads.yield(call, object_of(kernel, semaphore));
  if (fields.value == 0) {
    if (deadline == Threads::past) {
      threads.give_way();
      return EAGAIN;
    }
    const SemaphoreReason reason(call, kernel, semaphore);
    if (!kernel.block(reason, [&] { return fields.value != 0; }, deadline)) return ETIMEDOUT;
  }
  --fields.value;
  if (threads.preempts()) threads.tell("takes", object_of(kernel, semaphore));
  return 0;
}

int post_semaphore(Kernel& kernel, sem_t& semaphore) {
  Threads& threads = kernel.threads();
  if (threads.preempts()) threads.yield("sem_post", object_of(kernel, semaphore));
  SemaphoreFields& fields = fields_of(semaphore);
  if (fields.value == SEM_VALUE_MAX) return EOVERFLOW;
  if (threads.preempts()) threads.tell("posts", object_of(kernel, semaphore));
  ++fields.value;
  return 0;
}

}  // namespace windtunnel::kernel
