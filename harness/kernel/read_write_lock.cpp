#include "harness/kernel/read_write_lock.hpp"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>

#include "harness/kernel/threads.hpp"

namespace windtunnel::kernel {

namespace {

class LockReason final : public WaitReason {
 public:
  LockReason(std::string_view call, const Kernel& kernel, const ReadWriteLocks::Lock& lock)
      : WaitReason(call), kernel_(kernel), lock_(lock) {}

  std::string words() const override {
    const std::string name = kernel_.threads().object_words(lock_.object);
    if (lock_.writer != nullptr)
      return fmt::format("{} for {}, which {} has", call(), name, lock_.writer->name);
    std::string readers;
    for (const Thread* reader : lock_.readers) readers += (readers.empty() ? "" : ", ") + reader->name;
    return fmt::format("{} for {}, which is read by {}", call(), name, readers);
  }
  const Thread* owner() const override {
    if (lock_.writer != nullptr) return lock_.writer;
    return !lock_.readers.empty() ? lock_.readers.front() : nullptr;
  }
  std::uint32_t object() const override { return lock_.object; }

 private:
  const Kernel& kernel_;
  const ReadWriteLocks::Lock& lock_;
};

template <class Free>
int wait_for(Kernel& kernel, ReadWriteLocks::Lock& lock, Free is_free, tornado::Time deadline,
             std::string_view call) {
  Threads& threads = kernel.threads();
  if (threads.preempts() && (deadline != Threads::past || is_free())) threads.yield(call, lock.object);
  if (is_free()) return 0;
  if (deadline == Threads::past) {
    threads.give_way();
    return EBUSY;
  }
  if (lock.writer == &Threads::current()) return EDEADLK;
  return kernel.block(LockReason(call, kernel, lock), is_free, deadline) ? 0 : ETIMEDOUT;
}

}  // namespace

ReadWriteLocks::Lock& ReadWriteLocks::lock_of(Kernel& kernel, pthread_rwlock_t& lock) {
  Threads& threads = kernel.threads();
  const auto stamp = static_cast<unsigned>(threads.stamp());
  if (lock.__data.__pad3 != stamp) {
    locks_.emplace_back().object = threads.name_object("read-write lock");
    lock.__data.__pad3 = stamp;
    lock.__data.__pad4 = static_cast<unsigned>(locks_.size() - 1);
  }
  return locks_[lock.__data.__pad4];
}

int lock_to_read(Kernel& kernel, pthread_rwlock_t& lock, tornado::Time deadline, std::string_view call) {
  ReadWriteLocks::Lock& state = kernel.threads().read_write_locks().lock_of(kernel, lock);
  const int error = wait_for(kernel, state, [&] { return state.writer == nullptr; }, deadline, call);
  if (error != 0) return error;
  state.readers.push_back(&Threads::current());
  kernel.threads().tell("locks to read", state.object);
  return error;
}

int lock_to_write(Kernel& kernel, pthread_rwlock_t& lock, tornado::Time deadline, std::string_view call) {
  ReadWriteLocks::Lock& state = kernel.threads().read_write_locks().lock_of(kernel, lock);
  const auto is_free = [&] { return state.writer == nullptr && state.readers.empty(); };
  const int error = wait_for(kernel, state, is_free, deadline, call);
  if (error != 0) return error;
  state.writer = &Threads::current();
  kernel.threads().tell("locks to write", state.object);
  return error;
}

int unlock_read_write(Kernel& kernel, pthread_rwlock_t& lock) {
  Threads& threads = kernel.threads();
  ReadWriteLocks::Lock& state = threads.read_write_locks().lock_of(kernel, lock);
  const Thread* const me = &Threads::current();
  const auto reader = std::find(state.readers.begin(), state.readers.end(), me);
  if (state.writer == me) {
    state.writer = nullptr;
  } else if (reader != state.readers.end()) {
    state.readers.erase(reader);
  } else {
    return EPERM;
  }
  threads.tell("unlocks", state.object);
  if (threads.preempts()) threads.yield("pthread_rwlock_unlock", 0);
  return 0;
}

}  // namespace windtunnel::kernel
