// Locks, events, conditions and semaphores: waits with and without timeouts, and what ends them.
#include <array>

#include "harness/generator/blocks.hpp"
#include "harness/generator/draft.hpp"
#include "harness/generator/possible.hpp"
#include "harness/generator/waits.hpp"

namespace windtunnel::generator {

namespace {

using Type = DraftVariable::Type;

bool has_acquirable(const Draft& draft) {
  return draft.has_object(acquirable);
}
bool has_event(const Draft& draft) {
  return draft.has_object(DraftObject::event);
}
bool has_condition(const Draft& draft) {
  return draft.has_object(DraftObject::condition);
}
bool has_lock(const Draft& draft) {
  return draft.has_object(acquirable | DraftObject::event | DraftObject::condition);
}
bool may_acquire(const Draft& draft) {
  return has_acquirable(draft) && draft.room_for_block() && draft.may_declare();
}
bool may_keep_lock(const Draft& draft) {
  return has_lock(draft) && draft.may_declare();
}
bool acquirable_and_room(const Draft& draft) {
  return has_acquirable(draft) && draft.room_for_block();
}
bool may_wait_often(const Draft& draft) {
  constexpr std::uint32_t steps = 300;
  return draft.has_object(acquirable | DraftObject::condition) && draft.function.repeats == 1 &&
         draft.affordable(steps) && draft.may_declare();
}

// Waits.

NodeId wait_of(Draft& draft, const ObjectKinds& kinds) {
  const DraftObject& object = draft.pick_object(kinds);
  const bool acquired = acquirable.has(object.kind);
  const NodeId call = draft.method(draft.name(object.name), acquired ? word::acquire : word::wait);
  append_timeout(draft, call);
  return call;
}

NodeId acquire(Draft& draft, NodeId) {
  return wait_of(draft, acquirable);
}
NodeId event_wait(Draft& draft, NodeId) {
  return wait_of(draft, DraftObject::event);
}
NodeId condition_wait(Draft& draft, NodeId) {
  return wait_of(draft, DraftObject::condition);
}

/// Starts a wait without waiting for it here. It may be waited for later, or it holds a place in the queue
/// for nobody.
NodeId start_wait(Draft& draft, NodeId) {
  const NodeId wait = wait_of(draft, acquirable | DraftObject::event | DraftObject::condition);
  const Word variable = draft.fresh_variable();
  draft.assign(variable, wait);
  draft.declare(variable, Type::future);
  return 0;
}

/// `gen.with_timeout(d, lock.acquire())`: the wait goes on when nobody needs it any more (law K11).
NodeId abandoned(Draft& draft, NodeId) {
  const NodeId timeout = short_timeout(draft);
  const DraftObject& object = draft.pick_object(acquirable | DraftObject::condition);
  const bool acquired = acquirable.has(object.kind);
  const NodeId wait = draft.method(draft.name(object.name), acquired ? word::acquire : word::wait);
  const NodeId callee = draft.gen(word::with_timeout);
  return draft.call(callee, {timeout, wait});
}

bool may_abandon(const Draft& draft) {
  return draft.has_object(acquirable | DraftObject::condition);
}

/// Enough waits that time out for the lock to sweep them up (law K6).
NodeId many_waiters(Draft& draft, NodeId) {
  constexpr std::uint32_t waits = 120;
  draft.spend(waits * 2);
  const DraftObject& object = draft.pick_object(acquirable | DraftObject::condition);
  const bool acquired = acquirable.has(object.kind);
  const Word variable = draft.fresh_variable();
  const Word index = draft.numbered(NamePool::index, 10);
  const NodeId block = draft.block([&] {
    const NodeId wait = draft.method(draft.name(object.name), acquired ? word::acquire : word::wait);
    const NodeId length = draft.integer(1);
    draft.tree().append(wait, draft.seconds(length));
    draft.assign(variable, wait);
  });
  const NodeId count = draft.integer(waits);
  draft.statement(draft.node(NodeKind::for_stmt, index, {count, block}));
  draft.declare(variable, Type::future);
  return 0;
}

NodeId with_acquired(Draft& draft, NodeId) {
  const NodeId wait = wait_of(draft, acquirable);
  const NodeId yield = draft.node(NodeKind::yield_expr, no_word, {wait});
  const bool caught = draft.draw(2, "caught") == 1;
  Word variable = no_word;
  if (draft.sometimes(Construct::with_acquired_as, 8)) variable = draft.fresh_variable();
  const auto write = [&] {
    const NodeId block = draft.block([&] {
      if (variable != no_word) draft.declare(variable, Type::value);
      draft.statements(1);
      if (draft.sometimes(Construct::error_leaves_lock, 8)) {
        draft.statement(draft.node(NodeKind::raise_stmt, no_word, {draft.error()}));
      }
    });
    draft.statement(draft.node(NodeKind::with_stmt, variable, {yield, block}));
  };
  if (!caught) {
    write();
    return 0;
  }
  const bool timeout = draft.draw(2, "timeout") == 1;
  const NodeId type = timeout ? draft.gen(word::TimeoutError) : draft.name(word::Exception);
  guarded(draft, type, timeout, write);
  return 0;
}

/// `yield lock.acquire()` and then `lock.release()`, after success or in any case.
NodeId acquire_and_release(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(acquirable);
  const NodeId wait = draft.method(draft.name(object.name), word::acquire);
  append_timeout(draft, wait);
  draft.expression(draft.node(NodeKind::yield_expr, no_word, {wait}));
  const auto release = [&] { draft.expression(draft.method(draft.name(object.name), word::release)); };
  const bool always = draft.draw(2, "in any case") == 1;
  if (!always) {
    few_statements(draft);
    release();
    return 0;
  }
  const NodeId body = draft.block([&] { draft.statements(1); });
  const NodeId clause = draft.node(NodeKind::finally_clause, no_word, {draft.block(release)});
  draft.statement(draft.node(NodeKind::try_stmt, no_word, {body, clause}));
  return 0;
}

// What ends them.

void release_of(Draft& draft, const DraftObject& object) {
  const NodeId call = draft.method(draft.name(object.name), word::release);
  const bool refuses = object.kind != DraftObject::semaphore;
  if (!refuses || !draft.room_for_block() || draft.sometimes(Construct::unguarded_sync, 4)) {
    draft.expression(call);
    return;
  }
  const bool lock = object.kind == DraftObject::lock;
  const NodeId type = draft.name(lock ? word::RuntimeError : word::ValueError);
  guarded(draft, type, true, [&] { draft.expression(call); });
}

NodeId release(Draft& draft, NodeId) {
  release_of(draft, draft.pick_object(acquirable));
  return 0;
}

/// One wait times out, a later one goes on waiting, and then one is served: not the first (laws K1, K8).
NodeId expired_before_live(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(acquirable | DraftObject::condition);
  const bool acquired = acquirable.has(object.kind);
  const auto wait = [&] {
    return draft.method(draft.name(object.name), acquired ? word::acquire : word::wait);
  };
  const auto keep = [&](NodeId call) {
    const Word variable = draft.fresh_variable();
    draft.assign(variable, call);
    draft.declare(variable, Type::future);
  };
  if (acquired) draft.expression(wait());
  const NodeId first = wait();
  const NodeId second = draft.integer(1);
  draft.tree().append(first, draft.seconds(second));
  keep(first);
  keep(wait());
  const NodeId pause = draft.integer(1 + draft.draw(2, "pause length"));
  const NodeId callee = draft.gen(word::sleep);
  const NodeId sleep = draft.call(callee, {pause});
  draft.expression(draft.node(NodeKind::yield_expr, no_word, {sleep}));
  if (acquired) {
    release_of(draft, object);
  } else {
    draft.expression(draft.method(draft.name(object.name), word::notify));
  }
  return 0;
}

/// It is about as long as a function.
bool may_let_expire(const Draft& draft) {
  return draft.room_for_function() && draft.has_object(acquirable | DraftObject::condition) &&
         draft.may_declare();
}

NodeId bare_release(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(acquirable);
  draft.expression(draft.method(draft.name(object.name), word::release));
  return 0;
}

NodeId on_event(Draft& draft, Word method) {
  const DraftObject& object = draft.pick_object(DraftObject::event);
  draft.expression(draft.method(draft.name(object.name), method));
  return 0;
}

NodeId event_set(Draft& draft, NodeId) {
  return on_event(draft, word::set);
}
NodeId event_clear(Draft& draft, NodeId) {
  return on_event(draft, word::clear);
}

/// The waiters are woken and see an event that is not set (law K7).
NodeId set_and_clear(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(DraftObject::event);
  draft.expression(draft.method(draft.name(object.name), word::set));
  draft.expression(draft.method(draft.name(object.name), word::clear));
  return 0;
}

NodeId is_set(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(DraftObject::event);
  return draft.method(draft.name(object.name), word::is_set);
}

NodeId log_is_set(Draft& draft, NodeId) {
  const NodeId log = draft.log_call();
  draft.tree().append(log, is_set(draft, 0));
  draft.expression(log);
  return 0;
}

/// `yield event.wait()`, and then whether the event is still set.
NodeId wait_and_look(Draft& draft, NodeId) {
  const NodeId wait = event_wait(draft, 0);
  draft.expression(draft.node(NodeKind::yield_expr, no_word, {wait}));
  return log_is_set(draft, 0);
}

NodeId notify(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(DraftObject::condition);
  draft.expression(draft.method(draft.name(object.name), word::notify));
  return 0;
}

NodeId notify_count(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(DraftObject::condition);
  NodeId count = draft.integer(draft.draw(4, "notified"));
  if (draft.sometimes(Construct::keyword_argument, 6)) count = draft.keyword(word::n, count);
  draft.expression(draft.method(draft.name(object.name), word::notify, {count}));
  return 0;
}

NodeId notify_all(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(DraftObject::condition);
  draft.expression(draft.method(draft.name(object.name), word::notify_all));
  return 0;
}

/// Appends a lock's method and its arguments to the call that will call it.
NodeId lock_callback(Draft& draft, NodeId context) {
  const DraftObject& object = draft.pick_object(acquirable | DraftObject::event | DraftObject::condition);
  Word method = word::release;
  bool counted = false;
  if (object.kind == DraftObject::event) {
    const bool clears = draft.draw(4, "clears") == 3;
    method = clears ? word::clear : word::set;
  } else if (object.kind == DraftObject::condition) {
    constexpr std::array<Word, 3> methods = {word::notify, word::notify_all, word::notify};
    const std::uint32_t at = draft.draw(methods.size(), "notify");
    method = methods[at];
    counted = at == 2;
  } else {
    const bool acquires = draft.draw(4, "acquires") == 3;
    if (acquires) method = word::acquire;
  }
  draft.tree().append(context, draft.attribute(draft.name(object.name), method));
  if (counted) draft.tree().append(context, draft.integer(2));
  return 0;
}

// Uses that are refused.

/// `with lock:` instead of `with (yield lock.acquire()):`.
NodeId with_lock(Draft& draft, NodeId) {
  const DraftObject& object = draft.pick_object(acquirable);
  const NodeId type = draft.name(word::RuntimeError);
  guarded(draft, type, true, [&] {
    const NodeId block = draft.block([&] { draft.expression(draft.log_call()); });
    const NodeId subject = draft.name(object.name);
    draft.statement(draft.node(NodeKind::with_stmt, no_word, {subject, block}));
  });
  return 0;
}

NodeId refused_semaphore(Draft& draft, NodeId) {
  const NodeId type = draft.name(word::ValueError);
  guarded(draft, type, true, [&] {
    const bool bounded = draft.draw(2, "bounded") == 1;
    const NodeId callee = draft.locks(bounded ? word::BoundedSemaphore : word::Semaphore);
    const NodeId value = draft.integer(-1);
    draft.expression(draft.call(callee, {value}));
  });
  return 0;
}

constexpr Production lock_rows[] = {
    {Construct::acquire, Category::future, 3, acquire, has_acquirable},
    {Construct::event_wait, Category::future, 3, event_wait, has_event},
    {Construct::condition_wait, Category::future, 4, condition_wait, has_condition},
    {Construct::abandoned_wait, Category::future, 3, abandoned, may_abandon},

    {Construct::acquire, Category::statement, 3, start_wait, may_keep_lock},
    {Construct::release, Category::statement, 4, release, has_acquirable},
    {Construct::event_set, Category::statement, 3, event_set, has_event},
    {Construct::event_clear, Category::statement, 2, event_clear, has_event},
    {Construct::set_and_clear, Category::statement, 1, set_and_clear, has_event},
    {Construct::event_is_set, Category::statement, 1, log_is_set, has_event},
    {Construct::notify, Category::statement, 3, notify, has_condition},
    {Construct::notify_count, Category::statement, 2, notify_count, has_condition},
    {Construct::notify_all, Category::statement, 2, notify_all, has_condition},
    {Construct::with_lock, Category::statement, 1, with_lock, acquirable_and_room},
    {Construct::refused_semaphore, Category::statement, 1, refused_semaphore, room},
    {Construct::many_waiters, Category::statement, 1, many_waiters, may_wait_often},

    {Construct::event_wait, Category::suspending, 2, wait_and_look, has_event},
    {Construct::expired_before_live, Category::suspending, 1, expired_before_live, may_let_expire},
    {Construct::with_acquired, Category::suspending, 5, with_acquired, may_acquire},
    {Construct::acquire_and_release, Category::suspending, 3, acquire_and_release, acquirable_and_room},

    {Construct::event_is_set, Category::test, 2, is_set, has_event},
    {Construct::lock_callback, Category::callback, 4, lock_callback, has_lock},

    {Construct::release, Category::handling, 2, bare_release, has_acquirable},
    {Construct::event_set, Category::handling, 2, event_set, has_event},
    {Construct::notify, Category::handling, 2, notify, has_condition},
};

}  // namespace

ProductionGroup lock_productions() {
  return lock_rows;
}

}  // namespace windtunnel::generator
