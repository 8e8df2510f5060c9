#include "harness/subjects/kernel/left_threads.hpp"

#include "harness/kernel/threads.hpp"
#include "harness/subjects/kernel/kernel_run.hpp"

namespace windtunnel {

void allow_left_threads(World& world) {
  KernelRun::of(world).kernel().threads().allow_left();
}

}  // namespace windtunnel
