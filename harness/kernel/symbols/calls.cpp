#include "harness/kernel/symbols/calls.hpp"

#include "harness/kernel/symbols/real_calls.hpp"

bool windtunnel::symbols_are_watched() {
  return true;
}

namespace windtunnel::kernel {

void refuse(Kernel& kernel, std::string_view call, std::string_view advice) {
  kernel.abandon("no-outside",
                 std::string(call) + "() is not simulated: it would leave the run. " + std::string(advice));
}

void refuse_descriptor(Kernel& kernel, std::string_view call, int descriptor) {
  kernel.abandon("no-outside", std::string(call) + "() on the descriptor " + std::to_string(descriptor) +
                                   ", which was not opened in this run: open it inside.");
}

}  // namespace windtunnel::kernel
