// Queues: producers and consumers, waits with and without timeouts, and refusals.
#include <array>

#include "harness/generator/blocks.hpp"
#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"
#include "harness/generator/waits.hpp"

namespace windtunnel::generator {

namespace {

using Type = DraftVariable::Type;

bool has_queue(const Draft& draft) {
  return draft.has_object(any_queue);
}
bool queue_and_room(const Draft& draft) {
  return has_queue(draft) && draft.room_for_block();
}
bool may_loop(const Draft& draft) {
  return queue_and_room(draft) && draft.may_declare();
}
bool may_keep_queue(const Draft& draft) {
  return has_queue(draft) && draft.may_declare();
}

/// An item for the queue: numbers, or pairs that begin with one, for a priority queue.
NodeId item_for(Draft& draft, const DraftObject& queue) {
  if (queue.kind != DraftObject::priority_queue) return draft.produce(Category::value);
  const NodeId number = draft.produce(Category::number);
  if (!queue.pairs) return number;
  const NodeId second = draft.text(draft.point());
  return draft.node(NodeKind::list, no_word, {number, second});
}

NodeId put_call(Draft& draft, const DraftObject& queue, NodeId item) {
  if (draft.sometimes(Construct::keyword_argument, 12)) item = draft.keyword(word::item, item);
  const NodeId call = draft.method(draft.name(queue.name), word::put, {item});
  const bool named = draft.tree()[item].kind == NodeKind::keyword;
  if (!named) append_timeout(draft, call);
  return call;
}

NodeId get_call(Draft& draft, const DraftObject& queue) {
  const NodeId call = draft.method(draft.name(queue.name), word::get);
  append_timeout(draft, call);
  return call;
}

NodeId put(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  const NodeId item = item_for(draft, queue);
  return put_call(draft, queue, item);
}

NodeId get(Draft& draft, NodeId) {
  return get_call(draft, draft.pick_object(any_queue));
}

NodeId join(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  const NodeId call = draft.method(draft.name(queue.name), word::join);
  append_timeout(draft, call);
  return call;
}

/// A get that goes on when nobody needs its result.
NodeId abandoned_get(Draft& draft, NodeId) {
  const NodeId timeout = short_timeout(draft);
  const DraftObject& queue = draft.pick_object(any_queue);
  const NodeId wait = draft.method(draft.name(queue.name), word::get);
  const NodeId callee = draft.gen(word::with_timeout);
  return draft.call(callee, {timeout, wait});
}

NodeId keep(Draft& draft, NodeId future) {
  const Word variable = draft.fresh_variable();
  draft.assign(variable, future);
  draft.declare(variable, Type::future);
  return 0;
}

NodeId start_put(Draft& draft, NodeId) {
  return keep(draft, put(draft, 0));
}
NodeId start_get(Draft& draft, NodeId) {
  return keep(draft, get(draft, 0));
}
NodeId start_join(Draft& draft, NodeId) {
  return keep(draft, join(draft, 0));
}

/// A statement that a queue may refuse, mostly with a handler for that.
template <class Write>
void refusable(Draft& draft, NodeId (*type)(Draft&), Write write) {
  if (!draft.room_for_block() || draft.sometimes(Construct::unguarded_sync, 4)) {
    write();
    return;
  }
  guarded(draft, type(draft), true, write);
}

NodeId put_nowait(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  refusable(
      draft, [](Draft& inner) { return inner.queues(word::QueueFull); },
      [&] {
        const NodeId item = item_for(draft, queue);
        draft.expression(draft.method(draft.name(queue.name), word::put_nowait, {item}));
      });
  return 0;
}

NodeId get_nowait(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  refusable(
      draft, [](Draft& inner) { return inner.queues(word::QueueEmpty); },
      [&] {
        const NodeId item = draft.method(draft.name(queue.name), word::get_nowait);
        draft.expression(draft.log_call(item));
      });
  return 0;
}

NodeId task_done(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  refusable(
      draft, [](Draft& inner) { return inner.name(word::ValueError); },
      [&] { draft.expression(draft.method(draft.name(queue.name), word::task_done)); });
  return 0;
}

NodeId put_in_handler(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  const NodeId item = draft.integer(draft.draw(4, "item"));
  const NodeId second = queue.pairs ? draft.text(draft.point()) : NodeId{0};
  const NodeId whole = queue.pairs ? draft.node(NodeKind::list, no_word, {item, second}) : item;
  draft.expression(draft.method(draft.name(queue.name), word::put_nowait, {whole}));
  return 0;
}

NodeId queue_state(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  const NodeId log = draft.log_call(draft.method(draft.name(queue.name), word::qsize));
  constexpr std::array<Word, 4> questions = {no_word, word::empty, word::full, word::maxsize};
  const Word question = questions[draft.draw(questions.size(), "question")];
  if (question == word::maxsize) {
    draft.tree().append(log, draft.attribute(draft.name(queue.name), question));
  } else if (question != no_word) {
    draft.tree().append(log, draft.method(draft.name(queue.name), question));
  }
  draft.expression(log);
  return 0;
}

NodeId is_empty(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  const bool full = draft.draw(2, "full") == 1;
  return draft.method(draft.name(queue.name), full ? word::full : word::empty);
}

NodeId refused_queue(Draft& draft, NodeId) {
  const bool none = draft.draw(2, "None") == 1;
  const NodeId type = draft.name(none ? word::TypeError : word::ValueError);
  guarded(draft, type, true, [&] {
    const NodeId size = none ? draft.node(NodeKind::none) : draft.integer(-1);
    const NodeId argument = draft.keyword(word::maxsize, size);
    const NodeId callee = draft.queues(word::Queue);
    draft.expression(draft.call(callee, {argument}));
  });
  return 0;
}

/// `item = yield queue.get()` a few times, each followed by `task_done`.
NodeId consumer(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  const std::uint32_t times = 1 + draft.draw(3, "times");
  const bool done = draft.draw(4, "task done") != 0;
  const Word index = draft.numbered(NamePool::index, draft.function.depth);
  const Word variable = draft.fresh_variable();
  const NodeId block = loop_block(draft, times, [&] {
    const NodeId wait = get_call(draft, queue);
    draft.assign(variable, draft.node(NodeKind::yield_expr, no_word, {wait}));
    draft.declare(variable, Type::value);
    draft.expression(draft.log_call(draft.name(variable)));
    few_statements(draft);
    if (done) draft.expression(draft.method(draft.name(queue.name), word::task_done));
  });
  const NodeId count = draft.integer(times);
  draft.statement(draft.node(NodeKind::for_stmt, index, {count, block}));
  return 0;
}

NodeId producer(Draft& draft, NodeId) {
  const DraftObject& queue = draft.pick_object(any_queue);
  const std::uint32_t times = 1 + draft.draw(3, "times");
  const Word index = draft.numbered(NamePool::index, draft.function.depth);
  const NodeId block = loop_block(draft, times, [&] {
    draft.declare(index, Type::number);
    const NodeId item = item_for(draft, queue);
    const NodeId wait = put_call(draft, queue, item);
    draft.expression(draft.node(NodeKind::yield_expr, no_word, {wait}));
    draft.expression(draft.log_call(draft.name(index)));
    few_statements(draft);
  });
  const NodeId count = draft.integer(times);
  draft.statement(draft.node(NodeKind::for_stmt, index, {count, block}));
  return 0;
}

/// Appends a queue's method and its arguments to the call that will call it.
NodeId queue_callback(Draft& draft, NodeId context) {
  const DraftObject& queue = draft.pick_object(any_queue);
  constexpr std::array<Word, 5> methods = {word::put_nowait, word::put, word::get_nowait, word::task_done,
                                           word::get};
  const Word method = methods[draft.draw(methods.size(), "method")];
  draft.tree().append(context, draft.attribute(draft.name(queue.name), method));
  if (method == word::put_nowait || method == word::put) {
    draft.tree().append(context, item_for(draft, queue));
  }
  return 0;
}

constexpr Production queue_rows[] = {
    {Construct::put, Category::future, 4, put, has_queue},
    {Construct::get, Category::future, 5, get, has_queue},
    {Construct::join, Category::future, 2, join, has_queue},
    {Construct::abandoned_wait, Category::future, 2, abandoned_get, has_queue},

    {Construct::put, Category::statement, 3, start_put, may_keep_queue},
    {Construct::get, Category::statement, 2, start_get, may_keep_queue},
    {Construct::join, Category::statement, 1, start_join, may_keep_queue},
    {Construct::put_nowait, Category::statement, 3, put_nowait, has_queue},
    {Construct::get_nowait, Category::statement, 2, get_nowait, has_queue},
    {Construct::task_done, Category::statement, 2, task_done, has_queue},
    {Construct::queue_state, Category::statement, 2, queue_state, has_queue},
    {Construct::refused_queue, Category::statement, 1, refused_queue, room},

    {Construct::consumer, Category::suspending, 4, consumer, may_loop},
    {Construct::producer, Category::suspending, 4, producer, may_loop},

    {Construct::queue_state, Category::test, 1, is_empty, has_queue},
    {Construct::queue_callback, Category::callback, 4, queue_callback, has_queue},
    {Construct::put_nowait, Category::handling, 2, put_in_handler, has_queue},
};

}  // namespace

ProductionGroup queue_productions() {
  return queue_rows;
}

}  // namespace windtunnel::generator
