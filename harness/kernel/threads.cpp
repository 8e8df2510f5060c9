#include "harness/kernel/threads.hpp"

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <climits>
#include <exception>
#include <fmt/format.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <utility>

#include "harness/core/lost_memory.hpp"
#include "harness/kernel/mutex.hpp"
#include "harness/kernel/symbols/real_calls.hpp"
#include "harness/properties/rules.hpp"
#include "runtime/current_task.hpp"
#include "runtime/memory_pool.hpp"

WINDTUNNEL_INTERCEPTOR(pthread_create);
WINDTUNNEL_INTERCEPTOR(pthread_join);
WINDTUNNEL_INTERCEPTOR(syscall);

namespace windtunnel::kernel {

namespace {

std::uintptr_t last_stamp = 0;
std::vector<void (*)()> fork_handlers;  // of libraries, which register them once

int real_thread_number() {
  return static_cast<int>(WINDTUNNEL_NEXT(syscall)(SYS_gettid));
}

// What a new thread waits for.
const WaitReason beginning("pthread_create");

}  // namespace

Threads::Threads(Kernel& kernel, Client& client)
    : kernel_(kernel), client_(client), stamp_(++last_stamp), point_limit_(kernel.settings().step_limit) {
  elapsed_.reset();
  elapsed_.set_step_time(kernel.settings().step_time);
}

Threads::~Threads() = default;

Thread& Threads::add_thread() {
  const auto number = static_cast<std::uint32_t>(created_++);
  threads_.push_back(std::make_unique<Thread>(*this, number));
  Thread& thread = *threads_.back();
  thread.name = number == 0 ? "main" : fmt::format("thread {}", number);
  ++alive_;
  return thread;
}

bool Threads::run(const std::function<void()>& body) {
  assert(threads_.empty());
  struct Here {
    explicit Here(Thread& thread) { current_ = &thread; }
    ~Here() { current_ = nullptr; }
  };
  Thread& main = add_thread();
  main.task = tornado::CurrentTask::get();
  main.handle = pthread_self();
  main.real_number = real_thread_number();
  const Here here(main);
  std::exception_ptr thrown;
  const Inside inside(&kernel_);
  if (setjmp(out_) == 0) {
    try {
      body();
    } catch (...) {
      thrown = std::current_exception();
    }
    finish();
  }
  const Outside outside;
  end_left_threads();
  if (!abandoned_ && thrown) std::rethrow_exception(thrown);
  return !abandoned_;
}

// The other threads may come to their end, too.
void Threads::finish() {
  if (alone()) return;
  finishing_ = true;
  const WaitReason reason("the end of the program");
  kernel_.block(reason, [this] { return alone() || left_; });
  if (alone() || may_leave_) return;
  const Outside outside;
  client_.object(rules::left_over, "the program has ended, but these threads have not: " + waits_in_words());
}

// What a thread has that will never go on is not destroyed.
void Threads::end_left_threads() {
  dying_ = true;
  bool any_left = false;
  for (const auto& thread : threads_) {
    kernel_.loop().scheduler().withdraw(*thread);
    if (thread->number() == 0) continue;
    any_left = any_left || !thread->ended;
    thread->baton.give();  // one that has ended may wait, too, if the run was abandoned at its end
    reap(*thread);
  }
  threads_.clear();
  alive_ = 0;
  if (!any_left) return;
  core::lose_memory();
  for (void (*gone)() : fork_handlers) gone();
}

void Threads::add_fork_handler(void (*gone)()) {
  fork_handlers.push_back(gone);
}

// The real thread has ended or is about to.
void Threads::reap(Thread& thread) {
  WINDTUNNEL_NEXT_VERSION(pthread_join, "GLIBC_2.34")(thread.handle, nullptr);
}

void Threads::abandon(std::string_view rule, std::string words) {
  {
    const Outside outside;
    client_.object(rule, std::move(words));
  }
  abandoned_ = true;
  core::lose_memory();
  for (const auto& thread : threads_) give_up_mutexes(*thread);
  Thread& me = current();
  if (me.number() != 0) {
    threads_.front()->baton.give();
    me.baton.take();
  }
  jump_out();
}

// The leak sanitizer, which the address sanitizers have, too.
extern "C" [[gnu::weak]] void __lsan_do_leak_check();  // NOLINT: its name

namespace {

pthread_key_t end_key;

// Destructors of keys may need other keys: those of a thread that ends run in several rounds, and this one
// waits for the last but one.
constexpr std::uintptr_t rounds = 3;

// Ends the calling thread without the destructors of its thread_local variables: what they look at may be
// gone. Its specific data is forgotten, or the next thread on its stack would find it.
[[noreturn]] void end_at_once() {
  tornado::pool_release();
  for (pthread_key_t key = 0; key < PTHREAD_KEYS_MAX; ++key)
    if (pthread_getspecific(key) != nullptr) pthread_setspecific(key, nullptr);
  for (;;) WINDTUNNEL_NEXT(syscall)(SYS_exit, 0);
}

}  // namespace

// A thread does not go on: main goes back to run(), another one to begin_thread(), if it is still in there.
void Threads::jump_out() {
  Thread& me = current();
  if (me.number() == 0) std::longjmp(out_, 1);
  while (!dying_) me.baton.take();
  if (me.begun) std::longjmp(me.out, 1);
  end_at_once();
}

void* Threads::run_thread(Thread& me) {
  struct Begun {
    explicit Begun(Thread& thread_in) : thread(thread_in) { thread.begun = true; }
    ~Begun() { thread.begun = false; }
    Thread& thread;
  };
  set_answering(&kernel_);  // until end_thread(), so for thread_local variables, too
  tornado::CurrentTask::set(me.task);
  client_.thread_begins();
  me.reason = nullptr;
  pthread_setspecific(end_key, reinterpret_cast<void*>(rounds));
  const Begun begun(me);
  tell("begins");
  return me.body(me.data);
}

void* begin_thread(void* data) {
  Thread& me = *static_cast<Thread*>(data);
  Threads::current_ = &me;
  me.real_number = real_thread_number();
  me.baton.take();
  if (!me.threads().dying_ && setjmp(me.out) == 0) return me.threads().run_thread(me);
  // Its run is over before it is.
  Threads::set_answering(nullptr);
  Threads::current_ = nullptr;
  pthread_setspecific(end_key, nullptr);
  const bool is_counted = &__lsan_do_leak_check != nullptr;  // by a sanitizer, which must see the usual end
  if (!is_counted) end_at_once();
  tornado::pool_release();
  return nullptr;
}

// After the destructors of the thread's thread_local variables.
void end_thread(void* round) {
  const auto left = reinterpret_cast<std::uintptr_t>(round) - 1;
  if (left != 0) {
    pthread_setspecific(end_key, reinterpret_cast<void*>(left));
    return;
  }
  Thread& me = Threads::current();
  me.threads().end_of(me);
}

void Threads::end_of(Thread& ended) {
  if (!abandoned_) count_point();
  ended.ended = true;
  --alive_;
  Thread& next = choose_next();
  tornado::pool_release();
  current_ = nullptr;
  set_answering(nullptr);
  next.baton.give();  // from here on, the thread's data may be gone
}

int Threads::create(pthread_t* handle, const pthread_attr_t* attributes, void* (*body)(void*), void* data) {
  static const bool once = (pthread_key_create(&end_key, &end_thread), true);
  static_cast<void>(once);
  if (alone()) {
    if (on_second_ != nullptr) on_second_(on_second_data_);
    kernel_.loop().scheduler().log().begin_unrecorded();
  }
  Thread& thread = add_thread();
  thread.task = kernel_.loop().scheduler().log().add_task(thread.name, tornado::CurrentTask::get());
  thread.body = body;
  thread.data = data;
  thread.reason = &beginning;
  thread.condition = Condition::always();
  pthread_attr_t kept;
  int state = PTHREAD_CREATE_JOINABLE;
  if (attributes != nullptr) {
    pthread_attr_getdetachstate(attributes, &state);
    kept = *attributes;
    pthread_attr_setdetachstate(&kept, PTHREAD_CREATE_JOINABLE);
  }
  thread.detached = state == PTHREAD_CREATE_DETACHED;
  const int error = WINDTUNNEL_NEXT_VERSION(pthread_create, "GLIBC_2.34")(
      &thread.handle, attributes != nullptr ? &kept : nullptr, &begin_thread, &thread);
  if (error != 0) {
    --alive_;
    threads_.pop_back();
    return error;
  }
  *handle = thread.handle;
  if (preempts()) yield("pthread_create", 0);
  return 0;
}

Thread* Threads::find(pthread_t handle) {
  const auto at = std::find_if(threads_.begin(), threads_.end(), [&](const auto& thread) {
    return pthread_equal(thread->handle, handle) != 0;
  });
  return at != threads_.end() ? at->get() : nullptr;
}

const Thread* Threads::find_real(int real_number) const {
  const auto at = std::find_if(threads_.begin(), threads_.end(), [&](const auto& thread) {
    return thread->real_number == real_number && !thread->ended;
  });
  return at != threads_.end() ? at->get() : nullptr;
}

namespace {

class JoinReason final : public WaitReason {
 public:
  JoinReason(std::string_view call, const Thread& thread) : WaitReason(call), thread_(thread) {}
  std::string words() const override { return fmt::format("{} for {}", call(), thread_.name); }
  const Thread* owner() const override { return &thread_; }

 private:
  const Thread& thread_;
};

}  // namespace

int Threads::join(pthread_t handle, void** result, tornado::Time deadline, std::string_view call) {
  Thread* const thread = find(handle);
  if (thread == nullptr) return ESRCH;
  if (thread->detached) return EINVAL;
  if (thread == &current()) return EDEADLK;
  if (!thread->ended) {
    if (deadline == past) return EBUSY;
    if (!kernel_.block(JoinReason(call, *thread), [thread] { return thread->ended; }, deadline))
      return ETIMEDOUT;
  }
  const int error = WINDTUNNEL_NEXT_VERSION(pthread_join, "GLIBC_2.34")(handle, result);
  std::erase_if(threads_, [&](const auto& each) { return each.get() == thread; });
  return error;
}

int Threads::detach(pthread_t handle) {
  Thread* const thread = find(handle);
  if (thread == nullptr) return ESRCH;
  if (std::exchange(thread->detached, true)) return EINVAL;
  if (!thread->ended) return 0;
  reap(*thread);
  std::erase_if(threads_, [&](const auto& each) { return each.get() == thread; });
  return 0;
}

}  // namespace windtunnel::kernel
