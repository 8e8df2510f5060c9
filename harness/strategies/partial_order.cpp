#include "harness/strategies/partial_order.hpp"

namespace windtunnel::strategies {

namespace {

std::uint64_t mixed(std::uint64_t value) {
  return core::splitmix64(value);
}

}  // namespace

std::uint64_t PartialOrder::touch(std::uint32_t object, tornado::Touch how, std::uint64_t step) {
  if (object == 0 || how == tornado::Touch::nothing) return 0;
  Thing& thing = at_place(things_, object);
  const std::uint64_t found = mixed(step ^ mixed(thing.written ^ object));
  if (how == tornado::Touch::read) {
    thing.read += mixed(step);
    return found;
  }
  const std::uint64_t after = mixed(found ^ thing.read);
  thing.written = mixed(step);
  thing.read = 0;
  return after;
}

std::uint64_t PartialOrder::touch_anything(std::uint64_t step) {
  const std::uint64_t found = mixed(step ^ mixed(anything_.written ^ anything_.read));
  anything_.written = found;
  anything_.read = 0;
  return found;
}

std::uint64_t PartialOrder::fingerprint(const tornado::StepLog& steps) {
  things_.clear();
  anything_ = {};
  const bool declared = steps.accesses_declared();
  lengths_.assign(steps.task_count() + 1, 0);
  std::uint64_t sum = 0;
  std::size_t access = 0;
  const auto done = steps.done();
  const auto accesses = steps.accesses();
  for (std::size_t at = 0; at < done.size(); ++at) {
    const tornado::Step& step = done[at];
    const std::uint64_t me = (std::uint64_t{step.task} << 32U) | at_place(lengths_, step.task)++;
    if (!declared || step.touch == tornado::Touch::anything) {
      sum += touch_anything(me);
    } else {
      sum += anything_.written == 0 ? 0 : mixed(me ^ anything_.written);
      anything_.read += mixed(me);
    }
    sum += mixed(me) ^ touch(step.object, step.touch, me);
    for (std::uint64_t place = 1; access < accesses.size() && accesses[access].at <= at; ++access, ++place) {
      sum += touch(accesses[access].object, accesses[access].how, me ^ (place << 20U));
    }
  }
  return sum;
}

}  // namespace windtunnel::strategies
