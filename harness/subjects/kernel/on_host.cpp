#include "harness/subjects/kernel/on_host.hpp"

#include "harness/subjects/kernel/kernel_run.hpp"

namespace windtunnel {

OnHost::OnHost(World& world, const std::string& host)
    : world_(world), before_(KernelRun::of(world).kernel().host()) {
  KernelRun::of(world).move_to(world.host(host));
}

OnHost::~OnHost() {
  KernelRun::of(world_).move_to(before_);
}

}  // namespace windtunnel
