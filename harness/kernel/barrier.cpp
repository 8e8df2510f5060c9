#include "harness/kernel/barrier.hpp"

#include <fmt/format.h>

#include "harness/kernel/threads.hpp"

namespace windtunnel::kernel {

namespace {

// glibc's barrier, and what is behind it.
struct BarrierFields {
  std::uint32_t in;
  std::uint32_t round;
  std::uint32_t count;
  std::int32_t shared;
  std::uint32_t out;
  std::uint32_t arrived;  // ours: in this round
  std::uint32_t rounds;   // ours: that are over
};
static_assert(sizeof(BarrierFields) <= sizeof(pthread_barrier_t));

BarrierFields& fields_of(pthread_barrier_t& barrier) {
  return reinterpret_cast<BarrierFields&>(barrier);
}

class BarrierReason final : public WaitReason {
 public:
  explicit BarrierReason(const BarrierFields& fields) : WaitReason("pthread_barrier_wait"), fields_(fields) {}
  std::string words() const override {
    return fmt::format("{}, where {} of {} have come", call(), fields_.arrived, fields_.count);
  }

 private:
  const BarrierFields& fields_;
};

}  // namespace

void begin_barrier(pthread_barrier_t& barrier) noexcept {
  fields_of(barrier).arrived = fields_of(barrier).rounds = 0;
}

int wait_at_barrier(Kernel& kernel, pthread_barrier_t& barrier) {
  BarrierFields& fields = fields_of(barrier);
  if (kernel.threads().preempts()) kernel.yield("pthread_barrier_wait");
  if (++fields.arrived == fields.count) {
    fields.arrived = 0;
    ++fields.rounds;
    return PTHREAD_BARRIER_SERIAL_THREAD;
  }
  kernel.block(BarrierReason(fields), [&fields, round = fields.rounds] { return fields.rounds != round; });
  return 0;
}

}  // namespace windtunnel::kernel
