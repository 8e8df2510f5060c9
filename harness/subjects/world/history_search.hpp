// The search for an order of a history's calls that a sequential model explains (Wing and Gong, 1993), which
// remembers the states that it has been in (Lowe, 2017). It knows no types: linearizable.hpp supplies them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace windtunnel {

/// A sequential model in one state.
class ModelState {
 public:
  ModelState(const ModelState&) = delete;
  ModelState& operator=(const ModelState&) = delete;
  virtual ~ModelState() = default;

  /// The state after that call; null if the call's result is another than the model's. `any_result`: the
  /// result does not count.
  virtual std::unique_ptr<ModelState> after(std::size_t call, bool any_result) const = 0;
  virtual bool equals(const ModelState& other) const = 0;

 protected:
  ModelState() = default;
};

/// The calls of a history, without those that had no effect, in the order in which they began.
class JudgedCalls {
 public:
  static constexpr std::uint64_t never = ~std::uint64_t{0};
  struct Times {
    std::uint64_t began;
    std::uint64_t returned;  // never: it is pending
  };

  JudgedCalls(const JudgedCalls&) = delete;
  JudgedCalls& operator=(const JudgedCalls&) = delete;
  virtual ~JudgedCalls() = default;

  virtual std::size_t size() const = 0;
  virtual Times times(std::size_t call) const = 0;
  virtual const std::string& task(std::size_t call) const = 0;
  /// `get(a) = 1`.
  virtual std::string words(std::size_t call) const = 0;
  /// The model before any call.
  virtual std::unique_ptr<ModelState> initial() const = 0;

 protected:
  JudgedCalls() = default;
};

/// Which order an explanation must keep: that of calls of which one returned before the other began; that of
/// each task's own calls; or none.
enum class KeptOrder : std::uint8_t { real_time, of_each_task, none };

/// Beyond these a history is not judged, which counts as a failure and says so.
struct HistoryLimits {
  std::size_t calls = 1'000;
  std::size_t states = 100'000;  ///< of the search: which calls have taken effect, and the model's state then
};

/// Whether a history is explained.
class HistoryVerdict {
 public:
  HistoryVerdict() = default;
  static HistoryVerdict contradicted(std::string words) { return {std::move(words), false}; }
  static HistoryVerdict undecided(std::string words) { return {std::move(words), true}; }

  explicit operator bool() const { return words_.empty(); }
  /// The smallest part of the history that contradicts the model; or which limit was reached. Empty if the
  /// history is explained.
  const std::string& words() const { return words_; }
  /// Whether a limit was reached, so that the history may be right or wrong.
  bool is_undecided() const { return undecided_; }

 private:
  HistoryVerdict(std::string words, bool undecided) : words_(std::move(words)), undecided_(undecided) {}

  std::string words_;
  bool undecided_ = false;
};

HistoryVerdict judge_history(const JudgedCalls& calls, KeptOrder order, const HistoryLimits& limits);

}  // namespace windtunnel
