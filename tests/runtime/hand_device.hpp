// A loop whose descriptors are ready when the test says so.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/runtime/loop_fixture.hpp"

namespace tornado {

// A device whose descriptors are ready by hand, in the order in which they were made so.
class HandDevice final : public SimDevice {
 public:
  explicit HandDevice(SimLoop& loop) : loop_(&loop) { loop.attach(this); }
  ~HandDevice() override {
    if (loop_ != nullptr) loop_->attach(nullptr);
  }

  void ready(int fd, IOEvents events) { ready_.push_back({fd, events}); }
  void not_ready(int fd) {
    std::erase_if(ready_, [fd](const ReadyDescriptor& each) { return each.fd == fd; });
  }

  void watch(int fd, IOEvents interest) override { interest_[fd] = interest; }
  void advance(Time) override {}
  Time next() const override { return never; }
  bool stirs() const override {
    return std::any_of(ready_.begin(), ready_.end(), [this](const auto& each) { return wanted(each) != 0; });
  }
  void collect(std::vector<ReadyDescriptor>& ready) override {
    for (const ReadyDescriptor& each : ready_) {
      if (const IOEvents events = wanted(each); events != 0) ready.push_back({each.fd, events});
    }
  }
  void detach() noexcept override { loop_ = nullptr; }

  std::map<int, IOEvents> interest_;

 private:
  IOEvents wanted(const ReadyDescriptor& each) const {
    const auto at = interest_.find(each.fd);
    return at == interest_.end() ? IOEvents{0} : static_cast<IOEvents>(at->second & each.events);
  }

  SimLoop* loop_;
  std::vector<ReadyDescriptor> ready_;
};

struct HandlerWorld : LoopFixture {
  HandDevice device{loop};

  // A handler that says its name and is not ready afterwards.
  auto once(const std::string& name) {
    return [this, name](int fd, IOEvents) {
      say_when(name);
      device.not_ready(fd);
    };
  }
};

}  // namespace tornado
