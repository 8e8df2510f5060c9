// What the symbols of this folder have in common: is a descriptor simulated, how a result becomes a value and
// errno, and how a call waits.
#pragma once

#include <cerrno>
#include <ctime>
#include <span>
#include <string>
#include <string_view>

#include "harness/kernel/descriptor_table.hpp"
#include "harness/kernel/kernel.hpp"
#include "harness/kernel/nanoseconds.hpp"
#include "harness/kernel/socket_file.hpp"
#include "harness/kernel/symbols/real_calls.hpp"

namespace windtunnel::kernel {

/// A negative result is an errno and -1.
inline Result finish(Result result) noexcept {
  if (result >= 0) return result;
  errno = static_cast<int>(-result);
  return -1;
}
inline int finish_int(Result result) noexcept {
  return static_cast<int>(finish(result));
}

/// The simulated file of that descriptor; null if the call is outside of a run or the descriptor is not
/// simulated.
inline File* simulated(int descriptor) noexcept {
  Kernel* kernel = Kernel::here();
  return kernel != nullptr ? kernel->descriptors().at(descriptor) : nullptr;
}

/// The socket of a simulated descriptor; null, with errno, if it is something else.
inline SocketFile* socket_of(File& file) noexcept {
  if (file.kind() == FileKind::socket) return static_cast<SocketFile*>(&file);
  errno = ENOTSOCK;
  return nullptr;
}

/// The run makes a call that would leave the simulation: ends it with a sentence that names the call and says
/// what to do.
[[noreturn]] void refuse(Kernel& kernel, std::string_view call, std::string_view advice);

/// A call about a real descriptor in a run: a socket call has none to reach.
[[noreturn]] void refuse_descriptor(Kernel& kernel, std::string_view call, int descriptor);

/// What a thread waits for at a file.
class FileWait final : public WaitReason {
 public:
  FileWait(std::string_view call, const File& file) : WaitReason(call), file_(file) {}
  std::string words() const override { return std::string(call()) + " on " + file_.words(); }

 private:
  const File& file_;
};

/// The time of a timeout from now; `never` for a negative one.
inline tornado::Time deadline_after(Kernel& kernel, tornado::Duration timeout) {
  return timeout < tornado::Duration(0) ? Kernel::never : kernel.now() + timeout;
}
inline tornado::Time deadline_after(Kernel& kernel, std::int64_t nanoseconds) {
  return time_of(sum_of(nanoseconds_of(kernel.now()), nanoseconds));
}

/// Repeats `attempt()` until it does not say -EAGAIN or the time is over, waiting for these events in
/// between.
template <class Attempt>
Result wait_for(Kernel& kernel, std::string_view call, File& file, std::uint32_t events,
                tornado::Duration timeout, Attempt attempt) {
  const tornado::Ref<File> kept(&file);
  const FileWait wait(call, file);
  const tornado::Time deadline = timeout > tornado::Duration(0) ? kernel.now() + timeout : Kernel::never;
  for (;;) {
    const Result result = attempt();
    if (result != -EAGAIN) return result;
    const auto ready = [&] { return (file.readiness() & (events | POLLERR | POLLHUP)) != 0; };
    if (!kernel.block(wait, ready, deadline)) return -EAGAIN;
  }
}

}  // namespace windtunnel::kernel
