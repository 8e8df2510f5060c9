// Connection's templates: how something that leaves one side of a connection gets to the other.
#pragma once

#include <cmath>
#include <utility>

#include "runtime/sim/network/connection.hpp"
#include "runtime/sim/network/sim_network.hpp"

namespace tornado {

template <class Action>
void Connection::after_journey(unsigned side, Duration extra, Action action) {
  Pipe& pipe = pipes_[side];
  const Time now = network_.now();
  const Time leaves = std::max(now, link.down_until);
  if (std::isinf(seconds_of(leaves))) return lose(side);
  const Time at = std::max(pipe.busy_until, leaves + link.settings.latency + extra);
  pipe.busy_until = at;
  if (at <= now) {
    const Ref<Connection> self(this);
    return action(*this);
  }
  arrive_at(at, side, std::move(action));
}

template <class Action>
void Connection::arrive_at(Time at, unsigned side, Action action) {
  network_.agenda().add(at, [self = Ref<Connection>(this), side, action = std::move(action)]() mutable {
    // The link went down meanwhile: arrive when the link is up again.
    if (self->link.down_until > self->network_.now()) {
      if (std::isinf(seconds_of(self->link.down_until))) return self->lose(side);
      return self->arrive_at(self->link.down_until, side, std::move(action));
    }
    action(*self);
  });
}

}  // namespace tornado
