#include "harness/generator/answers.hpp"

namespace windtunnel::generator {

void append_values(Draft& draft, NodeId call, bool by_name) {
  if (draft.sometimes(Construct::several_values, 8)) {
    for (int count = 0; count < 2; ++count) draft.tree().append(call, draft.produce(Category::value));
  } else if (draft.draw(4, "no value") != 0) {
    draft.tree().append(call, draft.produce(Category::value));
  }
  if (by_name && draft.sometimes(Construct::named_values, 10)) {
    const NodeId value = draft.produce(Category::value);
    draft.tree().append(call, draft.keyword(word::x, value));
  }
}

Dispatch dispatch(Draft& draft) {
  switch (draft.draw(4, "called by")) {
    case 0:
      return {draft.loop_method(word::add_callback), true};
    case 1:
      draft.import(Import::external);
      return {draft.call(draft.name(word::external)), false};
    default: {
      const NodeId delay = draft.integer(draft.draw(3, "delay"));
      const NodeId call = draft.loop_method(word::call_later);
      draft.tree().append(call, delay);
      return {call, true};
    }
  }
}

void answer(Draft& draft, Word taker) {
  const bool now = draft.draw(4, "now") == 0;
  if (now) {
    const NodeId call = draft.call(draft.name(taker));
    append_values(draft, call);
    draft.expression(call);
    return;
  }
  const Dispatch made = dispatch(draft);
  draft.tree().append(made.call, draft.name(taker));
  append_values(draft, made.call, made.by_name);
  draft.expression(made.call);
}

}  // namespace windtunnel::generator
