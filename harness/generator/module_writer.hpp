// ModuleWriter: draws a module: its Futures, locks, queues and factories, then functions that may call
// earlier ones, then main. Finally it adds what these turned out to need.
#pragma once

#include <array>

#include "harness/generator/draft.hpp"

namespace windtunnel::generator {

class ModuleWriter {
 public:
  explicit ModuleWriter(Draft& draft) : draft_(draft) {}

  /// Draws all of it into the draft's scenario.
  void write();

 private:
  using Kind = DraftFunction::Kind;
  using Parameter = DraftFunction::Parameter;
  using Type = DraftVariable::Type;

  // The parts before the functions.
  void futures();
  void objects();
  void one_object(const ObjectRow& row);
  NodeId new_lock(const ObjectRow& row);
  NodeId new_queue(const ObjectRow& row);
  void factories();
  void handlers();

  // One function of each kind.
  void one_function();
  void done_callback();
  void tick();
  void coroutine();
  void engine();
  void handler();
  void task();
  void value_callback();

  // The parts of functions.
  void count_calls();
  void maybe_count_calls();
  void ask_future();
  void notify_here();
  void rearm(Word name);
  void tick_end();
  void recurse(Word name, bool suspends);
  void coroutine_end();
  void engine_end();
  void handler_end();
  void task_end();
  void raise();
  void returns(NodeId value);
  Word next_name(Kind kind, NamePool pool);
  void add(Kind kind, Role role, Parameter parameter, Word name, NodeId block);
  void add_definition(Word name, Role role, std::initializer_list<Word> parameters, NodeId block);

  // Events for all of that, and main.
  void world();
  void world_of_future(std::uint32_t at);
  void world_of_object(const DraftObject& object);
  void module_statements();
  void call_the_uncalled(bool plain);
  void call_function(DraftFunction& function, std::uint32_t how, bool plain);
  void run_coroutine(const DraftFunction& function, std::uint32_t how);
  void run_task(const DraftFunction& function, std::uint32_t how);
  void run_engine(const DraftFunction& function);
  void watch(const DraftFunction& function);
  NodeId later_call(std::uint32_t delay);
  NodeId external_call();
  void start(NodeId call);
  void wait(NodeId call);
  void schedule(const DraftFunction& function, std::uint32_t how);
  void main_function();

  Draft& draft_;
  std::array<NodeId, Draft::function_limit + Draft::handler_limit + 1> definitions_{};
  std::uint32_t definition_count_ = 0;
  std::array<std::uint32_t, 7> numbers_{};  // the number of functions of each kind
  bool world_at_module_level_ = false;
  NodeId module_block_ = 0;
};

}  // namespace windtunnel::generator
