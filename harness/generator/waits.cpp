#include "harness/generator/waits.hpp"

namespace windtunnel::generator {

namespace {

NodeId zero(Draft& draft) {
  const bool number = draft.draw(2, "a number") == 1;
  const NodeId nothing = draft.integer(0);
  return number ? nothing : draft.seconds(nothing);
}

NodeId past(Draft& draft) {
  const bool number = draft.draw(2, "a number") == 1;
  const NodeId before = draft.integer(-1);
  return number ? before : draft.seconds(before);
}

NodeId absolute(Draft& draft) {
  const bool relative = draft.draw(2, "from now on") == 0;
  const NodeId distance = draft.integer(1 + draft.draw(3, "timeout"));
  if (!relative) return distance;
  const NodeId now = draft.loop_method(word::time);
  return draft.node(NodeKind::add, no_word, {now, distance});
}

}  // namespace

NodeId short_timeout(Draft& draft) {
  const NodeId length = draft.integer(1 + draft.draw(3, "timeout"));
  return draft.seconds(length);
}

void append_timeout(Draft& draft, NodeId call) {
  // Main waits less often without a timeout: everything after that would be lost.
  const bool timed = draft.sometimes(Construct::wait_timeout, 2) ||
                     (draft.function.main && draft.sometimes(Construct::wait_timeout, 2));
  if (!timed) return;
  NodeId timeout = 0;
  if (draft.sometimes(Construct::zero_timeout, 8)) {
    timeout = zero(draft);
  } else if (draft.sometimes(Construct::past_timeout, 8)) {
    timeout = past(draft);
  } else if (draft.sometimes(Construct::wait_deadline, 4)) {
    timeout = absolute(draft);
  } else {
    timeout = short_timeout(draft);
  }
  if (draft.sometimes(Construct::keyword_argument, 6)) timeout = draft.keyword(word::timeout, timeout);
  draft.tree().append(call, timeout);
}

}  // namespace windtunnel::generator
