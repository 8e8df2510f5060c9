#include "harness/generator/module_writer.hpp"

#include <algorithm>

#include "harness/generator/module_layout.hpp"

namespace windtunnel::generator {

void ModuleWriter::write() {
  futures();
  objects();
  factories();
  handlers();
  const std::uint32_t stop = 1 + (draft_.options().size + 7) / 8;
  for (std::uint32_t at = 0; at < Draft::function_limit && draft_.room_for_function(); ++at) {
    const bool another = draft_.draw(stop, "another function") != 0;
    if (!another) break;
    one_function();
  }
  module_statements();
  main_function();
  lay_out_module(draft_, {definitions_.data(), definition_count_}, module_block_);
}

void ModuleWriter::futures() {
  while (draft_.enabled(Construct::module_future) && draft_.futures < Draft::future_limit) {
    const bool another = draft_.draw(4, "another future") != 0;
    if (!another) break;
    draft_.use(Construct::module_future);
    ++draft_.futures;
  }
  draft_.own_futures = draft_.futures;
}

void ModuleWriter::objects() {
  std::array<ObjectRow, object_rows.size()> rows{};
  std::uint32_t count = 0;
  for (const ObjectRow& row : object_rows) {
    if (draft_.enabled(row.construct)) rows[count++] = row;
  }
  const std::uint32_t limit = std::min(Draft::object_limit, 1 + draft_.options().size / 5);
  while (count > 0 && draft_.object_count < limit) {
    const bool another = draft_.draw(4, "another object") != 0;
    if (!another) break;
    const ObjectRow& row = rows[draft_.draw(count, "kind of object")];
    draft_.use(row.construct);
    one_object(row);
  }
}

void ModuleWriter::one_object(const ObjectRow& row) {
  std::uint32_t number = 0;
  for (std::uint32_t at = 0; at < draft_.object_count; ++at) {
    number += row_of(draft_.objects[at].kind).pool == row.pool ? 1U : 0U;
  }
  DraftObject object{.name = draft_.numbered(row.pool, number), .kind = row.kind};
  object.made = any_queue.has(row.kind) ? new_queue(row) : new_lock(row);
  if (row.kind == DraftObject::priority_queue) object.pairs = draft_.draw(4, "pairs") == 3;
  draft_.add_object(object);
}

NodeId ModuleWriter::new_lock(const ObjectRow& row) {
  const NodeId made = draft_.call(draft_.locks(row.type));
  if (!counted.has(row.kind)) return made;
  const std::uint32_t value = draft_.draw(4, "semaphore's value");
  if (value == 0) return made;  // 1, then
  NodeId argument = draft_.integer(value - 1);
  if (draft_.sometimes(Construct::keyword_argument, 4)) argument = draft_.keyword(word::value, argument);
  draft_.tree().append(made, argument);
  return made;
}

NodeId ModuleWriter::new_queue(const ObjectRow& row) {
  const NodeId made = draft_.call(draft_.queues(row.type));
  const std::uint32_t size = draft_.draw(5, "queue's size");
  if (size == 0) return made;
  // Small queues fill up.
  NodeId argument = draft_.integer(size == 4 ? 1 : size - 1);
  if (draft_.sometimes(Construct::keyword_argument, 3)) argument = draft_.keyword(word::maxsize, argument);
  draft_.tree().append(made, argument);
  return made;
}

void ModuleWriter::factories() {
  while (draft_.enabled(Construct::shared_factory) && draft_.factories < Draft::factory_limit) {
    const bool another = draft_.draw(4, "another factory") == 3;
    if (!another) break;
    ++draft_.factories;
  }
}

void ModuleWriter::handlers() {
  while (draft_.enabled(Construct::exception_context) &&
         numbers_[static_cast<std::size_t>(Kind::handler)] < Draft::handler_limit) {
    const bool another = draft_.draw(3, "another handler") != 0;
    if (!another) break;
    handler();
  }
}

void ModuleWriter::one_function() {
  std::array<Kind, 11> kinds = {Kind::tick,      Kind::coroutine, Kind::done_callback,
                                Kind::coroutine, Kind::coroutine, Kind::coroutine};
  std::uint32_t count = 6;
  if (draft_.enabled(Construct::engine)) kinds[count++] = Kind::engine;
  if (draft_.enabled(Construct::task_function)) {
    kinds[count++] = Kind::task;
    kinds[count++] = Kind::task;
  }
  if (draft_.enabled(Construct::value_callback)) kinds[count++] = Kind::value_callback;
  const Kind kind = kinds[draft_.draw(count, "kind of function")];
  if (kind == Kind::coroutine && draft_.enabled(Construct::coroutine)) {
    coroutine();
  } else if (kind == Kind::done_callback && draft_.enabled(Construct::done_callback)) {
    done_callback();
  } else if (kind == Kind::engine) {
    engine();
  } else if (kind == Kind::task) {
    task();
  } else if (kind == Kind::value_callback) {
    value_callback();
  } else if (draft_.enabled(Construct::tick_callback)) {
    tick();
  }
}

}  // namespace windtunnel::generator
