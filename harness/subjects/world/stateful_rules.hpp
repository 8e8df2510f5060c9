// Rules: a stateful test. Instead of one program, the test names what can be done, when it may be done and
// what must then be true of a model; several tasks do it at the same time. Which rule a task runs next is a
// choice, so that a failing sequence is searched, shrunk and replayed like any schedule.
//
//   struct Shop { Store store; std::map<Key, int> expected; Bundle<Key> keys; };
//
//   Future<void> shop(World& world) {
//     Rules<Shop> rules(world);
//     rules.add("put", put);                      // Future<void> put(World&, Shop&)
//     rules.add("get", &Shop::keys, get);         // Future<void> get(World&, Shop&, Key)
//     rules.add("remove", consumes(&Shop::keys), remove);
//     rules.add("sweep", [](const Shop& shop) { return shop.keys.size() > 2; }, sweep);
//     rules.always("never more than ten", [](const Shop& shop) { return shop.store.size() <= 10; });
//     co_yield rules.run(3, 20);                  // three tasks, at most 20 rules each
//   }
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <source_location>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/subjects/world/bundle.hpp"
#include "harness/subjects/world/world.hpp"

namespace windtunnel {

/// What Rules knows that does not depend on the model.
class RuleSet {
 public:
  struct Rule {
    std::string name;
    std::function<bool()> enabled;
    std::function<tornado::Future<void>()> body;
    std::source_location site;
  };

  explicit RuleSet(World& world) : world_(world) {}

  void add(Rule rule);
  tornado::Future<void> run(std::uint32_t tasks, std::uint32_t steps);

 private:
  tornado::Future<void> run_tasks(std::uint32_t tasks, std::uint32_t steps);
  tornado::Future<void> run_rules(std::string task, std::uint32_t steps);
  const Rule* next_rule(const std::string& site, std::uint32_t steps);
  std::string names() const;

  World& world_;
  std::deque<Rule> rules_;  // where closures stay in place: coroutines refer to them
};

/// Of a bundle from which a rule takes an object out: consumes().
template <class Model, class T>
struct ConsumedBundle {
  Bundle<T> Model::* bundle;
};
template <class Model, class T>
ConsumedBundle<Model, T> consumes(Bundle<T> Model::* bundle) {
  return {bundle};
}

/// The rules of one run, and the model that they share. A handle; copies are the same rules, which live as
/// long as the run.
template <class Model>
class Rules {
 public:
  /// The model is made of the arguments.
  template <class... Args>
  explicit Rules(World& world, Args&&... args)
      : world_(&world),
        model_(&world.keep<Model>(std::forward<Args>(args)...)),
        rules_(&world.keep<RuleSet>(world)) {}

  Model& model() const { return *model_; }

  /// A rule that may always run: `Future<void> body(World&, Model&)`. What it does before its first wait
  /// happens in one step with the choice of the rule. Throws std::invalid_argument if the name is empty or
  /// taken; so do the others.
  template <class Body>
  void add(std::string name, Body body, std::source_location site = std::source_location::current()) const {
    add(std::move(name), [](const Model&) { return true; }, std::move(body), site);
  }
  /// A rule that may run if `bool enabled(const Model&)` says so when it is chosen.
  template <class Enabled, class Body>
    requires std::is_invocable_r_v<bool, Enabled&, const Model&>
  void add(std::string name, Enabled enabled, Body body,
           std::source_location site = std::source_location::current()) const {
    static_assert(std::is_invocable_r_v<tornado::Future<void>, Body&, World&, Model&>,
                  "a rule is a coroutine: Future<void>(World&, Model&)");
    add_rule(
        std::move(name), std::move(enabled),
        [body = std::move(body), world = world_, model = model_]() mutable {
          return std::invoke(body, *world, *model);
        },
        site);
  }
  /// A rule that gets one of the objects of a bundle, if there is one: `Future<void> body(World&, Model&,
  /// T)`.
  template <class T, class Body>
  void add(std::string name, Bundle<T> Model::* bundle, Body body,
           std::source_location site = std::source_location::current()) const {
    add_with_object<T>(std::move(name), bundle, &Bundle<T>::draw, std::move(body), site);
  }
  /// The same, of an object that is taken out of the bundle.
  template <class T, class Body>
  void add(std::string name, ConsumedBundle<Model, T> consumed, Body body,
           std::source_location site = std::source_location::current()) const {
    add_with_object<T>(std::move(name), consumed.bundle, &Bundle<T>::take, std::move(body), site);
  }

  /// What must hold of the model after every step; see World::always().
  void always(std::string words, std::function<bool(const Model&)> holds) const {
    world_->always(std::move(words), [holds = std::move(holds), model = model_] { return holds(*model); });
  }

  /// Spawns that many tasks, 1 to 100, each of which runs up to `steps` rules, 1 to 10,000; done when they
  /// are. A task ends sooner by choice, which is the simplest, or if no rule is enabled. Throws
  /// std::logic_error if none is enabled at the beginning, std::invalid_argument for other numbers.
  [[nodiscard]] tornado::Future<void> run(std::uint32_t tasks, std::uint32_t steps) const {
    return rules_->run(tasks, steps);
  }

 private:
  template <class Enabled, class Body>
  void add_rule(std::string name, Enabled enabled, Body body, std::source_location site) const {
    rules_->add({std::move(name),
                 [enabled = std::move(enabled), model = model_]() mutable {
                   return std::invoke(enabled, std::as_const(*model));
                 },
                 std::move(body), site});
  }

  template <class T, class Pick, class Body>
  void add_with_object(std::string name, Bundle<T> Model::* bundle, Pick pick, Body body,
                       std::source_location site) const {
    static_assert(std::is_invocable_r_v<tornado::Future<void>, Body&, World&, Model&, T&>,
                  "a rule over a bundle is a coroutine: Future<void>(World&, Model&, T)");
    const std::string object = name + "/object";
    add_rule(
        std::move(name), [bundle](const Model& model) { return !(model.*bundle).empty(); },
        [=, body = std::move(body), world = world_, model = model_]() mutable {
          // Kept until the run is over: the coroutine may take it by reference.
          T& picked = world->keep<T>(std::invoke(pick, model->*bundle, *world, object));
          return std::invoke(body, *world, *model, picked);
        },
        site);
  }

  World* world_;
  Model* model_;
  RuleSet* rules_;
};

}  // namespace windtunnel
