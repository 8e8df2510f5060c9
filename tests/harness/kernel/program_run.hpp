// ProgramRun: one run of a program of threads on a kernel, without a World, for the tests of the kernel
// itself.
#pragma once

#include <functional>
#include <string>

#include "harness/core/quiet_source.hpp"
#include "harness/core/seeded_source.hpp"
#include "harness/kernel/kernel.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace windtunnel::kernel {

/// What a run came to: the rule that it broke, if any, and the words.
struct ProgramRun final : Client {
  std::string rule;
  std::string words;
  bool came_to_its_end = false;
  double seconds = 0;
  std::function<void()> after_each_step;

  tornado::SimNetwork& network() override { throw std::logic_error("no network"); }
  void after_step() override {
    if (after_each_step) after_each_step();
  }
  bool wake_somebody() override { return false; }
  void object(std::string_view broken, std::string why) override {
    if (!rule.empty()) return;
    rule = broken;
    words = std::move(why);
  }
  bool over() const override { return !rule.empty(); }

  /// Runs it.
  void run(const std::function<void()>& program, tornado::ChoiceSource& choices, const Settings& settings) {
    tornado::SimLoop loop(choices, settings.model, tornado::IOLoop::MakeCurrent::no);
    Kernel kernel(loop, *this, settings);
    came_to_its_end = kernel.run(program);
    seconds = tornado::seconds_of(kernel.now());
  }
};

}  // namespace windtunnel::kernel
