// KernelRun: one run of a plain program in a World. It makes the simulated kernel that answers the program's
// calls, and tells the World what happens in it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/kernel/kernel.hpp"
#include "harness/subjects/kernel/loop_adapter.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// The kernel's client. On the stack of the run.
class KernelRun final : public kernel::Client {
 public:
  explicit KernelRun(World& world);
  ~KernelRun() override;

  /// Runs the program to its end, or to where it cannot go on, and judges the run.
  void run(const std::function<void(World&)>& program);

  /// The run of this process; null if there is none.
  static KernelRun* here() noexcept { return here_; }
  /// The run of that world. Throws std::logic_error, with words for users, if that is not a plain program.
  static KernelRun& of(const World& world);

  /// Makes an adapter known to all runs that begin later.
  static void add_adapter(LoopAdapter& adapter) { adapters().push_back(&adapter); }

  World& world() { return world_; }
  kernel::Kernel& kernel() { return kernel_; }

  /// A task begins, on the host of the one that runs.
  void begin_task(std::uint32_t task);
  /// From now on the running task is on that host.
  void move_to(tornado::SimHost& host);
  /// A step of an event loop has ended.
  void step_ended();

  // The kernel's client.
  tornado::SimNetwork& network() override { return world_.network(); }
  void thread_begins() override;
  void tell(std::string_view verb, std::uint32_t object) override;
  void after_step() override;
  bool wake_somebody() override;
  tornado::Time deadline_after(tornado::Time time) const override;
  bool only_looks_around() const override;
  void object(std::string_view rule, std::string words) override;
  bool over() const override;

 private:
  static std::vector<LoopAdapter*>& adapters();
  std::string stuck_tasks() const;
  void look_for_left_over();

  static constexpr std::uint32_t most_wakes = 1000;
  static inline KernelRun* here_ = nullptr;

  World& world_;
  kernel::Kernel kernel_;
  const std::uint32_t run_ = World::current_run();
  std::uint32_t wakes_ = 0;
  bool has_hosts_ = false;
};

}  // namespace windtunnel
