// OneRun: a simulated kernel for a test that needs no World.
#pragma once

#include <string>

#include "harness/core/quiet_source.hpp"
#include "harness/kernel/kernel.hpp"
#include "runtime/sim/network/sim_network.hpp"
#include "runtime/sim/sim_loop.hpp"

namespace windtunnel::kernel {

/// Runs bodies, each in a kernel of its own.
class OneRun final : public Client {
 public:
  explicit OneRun(tornado::ChoiceSource& choices, const tornado::LinkSettings& link = {})
      : loop_(choices), network_(loop_, link) {}

  tornado::SimNetwork& network() override { return network_; }
  void after_step() override {}
  bool wake_somebody() override { return false; }
  void object(std::string_view rule, std::string words) override {
    objection = std::string(rule) + ": " + std::move(words);
  }
  bool over() const override { return !objection.empty(); }

  template <class Body>
  bool run(Body body, const Settings& settings = {}) {
    Kernel kernel(loop_, *this, settings);
    return kernel.run(body);
  }

  tornado::SimLoop& loop() { return loop_; }

  std::string objection;  ///< empty: no rule is broken

 private:
  tornado::SimLoop loop_;
  tornado::SimNetwork network_;
};

/// Runs the body quietly; returns what the run objects to.
template <class Body>
std::string quietly(Body body) {
  core::QuietSource quiet;
  OneRun run(quiet);
  run.run(body);
  return run.objection;
}

}  // namespace windtunnel::kernel
