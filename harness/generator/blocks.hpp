// Shapes of statements that several groups of productions use: loops, and calls whose refusal is caught.
#pragma once

#include "harness/generator/draft.hpp"

namespace windtunnel::generator {

/// A block that runs up to `times` times for each run of the place around it.
template <class Fill>
NodeId loop_block(Draft& draft, std::uint32_t times, Fill fill) {
  const std::uint32_t repeats = draft.function.repeats;
  draft.function.repeats *= times;
  ++draft.function.loops;
  const NodeId made = draft.block(fill);
  --draft.function.loops;
  draft.function.repeats = repeats;
  return made;
}

/// `try: ... except type as e: log("p", e)`. Without the name and without the error in the log if the error's
/// message is not specified.
template <class Fill>
void guarded(Draft& draft, NodeId type, bool told, Fill fill) {
  const NodeId body = draft.block(fill);
  const Word error = told ? draft.error_name() : Word{no_word};
  const NodeId block = draft.block([&] {
    const NodeId log = draft.log_call();
    if (told) draft.tree().append(log, draft.name(error));
    draft.expression(log);
  });
  const NodeId handler = draft.node(NodeKind::handler, error, {type, block});
  draft.statement(draft.node(NodeKind::try_stmt, no_word, {body, handler}));
}

/// A callback or timer that will raise, in the context of this place.
inline void crash_soon(Draft& draft) {
  draft.use(Construct::crash);
  const bool at_once = draft.draw(2, "at once") == 0;
  const NodeId call = draft.loop_method(at_once ? word::add_callback : word::call_later);
  if (!at_once) draft.tree().append(call, draft.integer(draft.draw(3, "delay")));
  draft.tree().append(call, draft.name(draft.crash_word()));
  draft.tree().append(call, draft.error());
  draft.expression(call);
}

/// Up to two statements.
inline void few_statements(Draft& draft) {
  for (int made = 0; made < 2; ++made) {
    const bool another = !draft.full() && draft.draw(2, "another statement") == 1;
    if (!another) return;
    draft.one_statement();
  }
}

}  // namespace windtunnel::generator
