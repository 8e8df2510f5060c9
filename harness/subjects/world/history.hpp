// History: the calls that tasks made of something they share, with their results, in the order in which they
// began and returned. linearizable() and its kin say whether a sequential model explains the results.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "harness/subjects/world/value_words.hpp"

namespace windtunnel {

/// One call of a history. Its times count the begins and the returns of all calls of that history, from 1.
template <class Op, class Result>
struct RecordedCall {
  /// The time of a return that was not seen.
  static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

  std::string task;
  Op op;
  std::optional<Result> result;  ///< nothing: it did not return, or its outcome is not known
  std::uint64_t began = 0;
  std::uint64_t returned = never;
  bool without_effect = false;  ///< it is known that it had none: it counts as not made

  /// `put(a, 1) = true`; without the result if there is none, or if results have no value (std::monostate).
  std::string words() const {
    std::string words = value_in_words(op);
    if constexpr (!std::is_empty_v<Result>) {
      if (result) words += " = " + value_in_words(*result);
    }
    return words;
  }
};

/// A handle; copies are the same history. `Op` is what was asked for and `Result` what came back, both in
/// words if they can be streamed or have `std::string words() const`. A call that has not returned is
/// pending: it may have taken effect at any time since, or not at all. So is one that failed without saying
/// whether it took effect: leave it open.
template <class Op, class Result>
class History {
  struct Record {
    std::vector<RecordedCall<Op, Result>> calls;
    std::uint64_t time = 0;
  };

 public:
  using Call = RecordedCall<Op, Result>;

  /// A call that has begun.
  class Open {
   public:
    /// The call returns that. Throws std::logic_error if it has ended already.
    void returned(Result result) const {
      Call& call = open();
      call.result.emplace(std::move(result));
      call.returned = ++record_->time;
    }
    /// The call failed, and it is certain that it took no effect. Throws likewise.
    void had_no_effect() const {
      Call& call = open();
      call.without_effect = true;
      call.returned = ++record_->time;
    }

   private:
    friend class History;
    Open(std::shared_ptr<Record> record, std::size_t index) : record_(std::move(record)), index_(index) {}

    Call& open() const {
      Call& call = record_->calls[index_];
      if (call.returned != Call::never)
        throw std::logic_error("a call of a history ends twice: " + call.words() + " by " + call.task);
      return call;
    }

    std::shared_ptr<Record> record_;
    std::size_t index_;
  };

  /// A task begins a call; in a World, the task is World::task_name().
  [[nodiscard]] Open begin(std::string_view task, Op op) const {
    record_->calls.push_back({std::string(task), std::move(op), std::nullopt, ++record_->time});
    return Open(record_, record_->calls.size() - 1);
  }

  /// All calls, in the order in which they began.
  const std::vector<Call>& calls() const { return record_->calls; }

 private:
  std::shared_ptr<Record> record_ = std::make_shared<Record>();
};

}  // namespace windtunnel
