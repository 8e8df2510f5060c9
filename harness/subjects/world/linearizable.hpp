// Whether the results of concurrent calls can be explained by a sequential model: a value that does one call
// after another.
//
//   struct Register {
//     int value = 0;
//     int apply(const Op& op) { return op.is_write ? value = op.value : value; }
//     bool operator==(const Register&) const = default;
//   };
//   world.check(linearizable(history, Register()));
//
// These functions need no World.
#pragma once

#include <concepts>
#include <map>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/subjects/world/history.hpp"
#include "harness/subjects/world/history_search.hpp"

namespace windtunnel {

/// A model: it can be copied and compared, and `apply(op)` changes it and returns the call's result.
template <class Model, class Op, class Result>
concept SequentialModel = std::copyable<Model> && requires(Model model, const Op& op, const Result& result) {
  { model == model } -> std::convertible_to<bool>;
  { model.apply(op) == result } -> std::convertible_to<bool>;
};

/// ModelState of a type.
template <class Call, class Model>
class TypedModelState final : public ModelState {
 public:
  TypedModelState(const std::vector<const Call*>& calls, Model model)
      : calls_(calls), model_(std::move(model)) {}

  std::unique_ptr<ModelState> after(std::size_t call, bool any_result) const override {
    auto next = std::make_unique<TypedModelState>(calls_, model_);
    const Call& made = *calls_[call];
    const auto result = next->model_.apply(std::as_const(made.op));
    if (!any_result && !static_cast<bool>(result == *made.result)) return nullptr;
    return next;
  }
  bool equals(const ModelState& other) const override {
    return static_cast<bool>(model_ == static_cast<const TypedModelState&>(other).model_);
  }

 private:
  const std::vector<const Call*>& calls_;
  Model model_;
};

/// JudgedCalls of a type. The history must outlive it.
template <class Call, class Model>
class TypedCalls final : public JudgedCalls {
 public:
  explicit TypedCalls(const Model& model) : model_(model) {}

  void add(const Call& call) {
    if (!call.without_effect) calls_.push_back(&call);
  }

  std::size_t size() const override { return calls_.size(); }
  Times times(std::size_t call) const override { return {calls_[call]->began, calls_[call]->returned}; }
  const std::string& task(std::size_t call) const override { return calls_[call]->task; }
  std::string words(std::size_t call) const override { return calls_[call]->words(); }
  std::unique_ptr<ModelState> initial() const override {
    return std::make_unique<TypedModelState<Call, Model>>(calls_, model_);
  }

 private:
  std::vector<const Call*> calls_;
  const Model& model_;
};

/// Judges a whole history by an order that must be kept.
template <class Op, class Result, class Model>
HistoryVerdict judge_history(const History<Op, Result>& history, const Model& model, KeptOrder order,
                             const HistoryLimits& limits) {
  static_assert(SequentialModel<Model, Op, Result>,
                "a model can be copied, has operator==, and has `apply(op)`, which returns what can be "
                "compared with the history's results");
  TypedCalls<RecordedCall<Op, Result>, Model> calls(model);
  for (const auto& call : history.calls()) calls.add(call);
  return judge_history(calls, order, limits);
}

/// Whether each call can have taken effect at one instant between its beginning and its return: then the
/// calls, in the order of these instants, give the results that the model gives.
template <class Op, class Result, class Model>
HistoryVerdict linearizable(const History<Op, Result>& history, const Model& model,
                            const HistoryLimits& limits = {}) {
  return judge_history(history, model, KeptOrder::real_time, limits);
}

/// Whether some order of all calls, in which each task's own calls keep theirs, gives the model's results.
template <class Op, class Result, class Model>
HistoryVerdict sequentially_consistent(const History<Op, Result>& history, const Model& model,
                                       const HistoryLimits& limits = {}) {
  return judge_history(history, model, KeptOrder::of_each_task, limits);
}

/// Whether some order of all calls gives the model's results. A call is then a transaction: its `Op` says
/// what it read and wrote. For strict serializability use linearizable().
template <class Op, class Result, class Model>
HistoryVerdict serializable(const History<Op, Result>& history, const Model& model,
                            const HistoryLimits& limits = {}) {
  return judge_history(history, model, KeptOrder::none, limits);
}

/// As linearizable(), for calls that concern one key each: `key_of(op)`. The calls of each key are judged
/// alone, by a model of that key, which is much faster and shows the same. The limits hold for each key.
template <class Op, class Result, class Model, std::invocable<const Op&> KeyOf>
HistoryVerdict linearizable_by_key(const History<Op, Result>& history, const Model& model, KeyOf key_of,
                                   const HistoryLimits& limits = {}) {
  static_assert(SequentialModel<Model, Op, Result>, "see linearizable()");
  using Calls = TypedCalls<RecordedCall<Op, Result>, Model>;
  std::map<std::decay_t<std::invoke_result_t<KeyOf&, const Op&>>, std::unique_ptr<Calls>> by_key;
  for (const auto& call : history.calls()) {
    std::unique_ptr<Calls>& calls = by_key[key_of(call.op)];
    if (calls == nullptr) calls = std::make_unique<Calls>(model);
    calls->add(call);
  }
  for (const auto& [key, calls] : by_key) {
    HistoryVerdict verdict = judge_history(*calls, KeptOrder::real_time, limits);
    if (!verdict) return verdict;
  }
  return {};
}

}  // namespace windtunnel
