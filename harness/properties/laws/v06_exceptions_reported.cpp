// V6: every exception reaches somebody: a retriever or a log line. The futures do the first half: a failed
// future is looked at, or reported when it is destroyed (laws F10 and F11). An exception that the runtime
// itself looks at must be passed on: to another future, to a task, or to the log (laws F5, F13, G22, G25,
// L10, L11).
#include <algorithm>
#include <fmt/format.h>
#include <utility>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::ErrorKind;
using tornado::Event;
using tornado::EventKind;
using tornado::Retriever;
using tornado::YieldKind;

// When something last happened to an exception: the step plus 1, or 0 for never.
struct ExceptionFacts {
  std::uint32_t passed_on = 0;  // set on a future, thrown into a task, logged or quiet
  std::uint32_t logged = 0;     // as one that escaped a callback
  std::uint32_t set_aside = 0;  // by multi: logged as a further failure, or quiet
  bool owed = false;
};

class ExceptionsReported final : public Law {
 public:
  ExceptionsReported()
      : Law({.name = "V6",
             .title = "every exception reaches a retriever or the log",
             .needs = {core::Guarantee::reported_exceptions},
             .models = core::every_model,
             .watches = {EventKind::iteration,
                         EventKind::poll,
                         EventKind::idle,
                         EventKind::livelock,
                         EventKind::loop_close,
                         EventKind::callback_begin,
                         EventKind::callback_end,
                         EventKind::callback_gave,
                         EventKind::timer_begin,
                         EventKind::timer_end,
                         EventKind::external_begin,
                         EventKind::external_end,
                         EventKind::handler_begin,
                         EventKind::handler_end,
                         EventKind::future_set,
                         EventKind::future_callback_end,
                         EventKind::future_retrieved,
                         EventKind::future_unretrieved,
                         EventKind::task_yield,
                         EventKind::task_resume,
                         EventKind::error_logged,
                         EventKind::error_quieted},
             .laws = {"F5", "F10", "F11", "F13", "G22", "G25", "L10", "L11"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::future_set:
        if (event.other == 0) return true;
        if (event.id != 0 && !run().futures[event.id].set) ++unanswered_;
        return passed_on(event.other);
      case EventKind::task_resume:
        return passed_on(event.other);
      case EventKind::task_yield:
        // A yield that continues at once hands over the exception without a task_resume.
        if (event.detail == static_cast<std::uint8_t>(YieldKind::ready) && event.other != 0)
          passed_on(run().futures[event.other].exception);
        return true;
      case EventKind::error_logged:
        return logged(event.other, static_cast<ErrorKind>(event.detail));
      case EventKind::error_quieted:
        exceptions_[event.other].set_aside = run().step + 1;
        return passed_on(event.other);
      case EventKind::future_retrieved:
        return retrieved(event);
      case EventKind::future_unretrieved:
        return unretrieved(event.id);
      case EventKind::callback_gave:
        if (event.id != 0 && !in_external_) given_.push_back({event.id, run().step});
        return true;
      case EventKind::callback_end:
      case EventKind::timer_end:
      case EventKind::external_end:
      case EventKind::handler_end:
        return event.other == 0 || escaped(event.other);
      case EventKind::future_callback_end:
        return event.other == 0 || future_callback_raised(event.other);
      case EventKind::poll:
      case EventKind::livelock:
      case EventKind::loop_close:
        return no_escaped() && debts_paid() && multis_reported();
      case EventKind::idle:
        return no_escaped() && debts_paid() && multis_reported() && given_reported();
      default:  // the begin events and iteration
        in_external_ = event.kind == EventKind::external_begin;
        return no_escaped();
    }
  }

  bool finish() override {
    if (!run().closed) return true;
    if (!debts_paid()) return false;
    if (unanswered_ == 0) return true;
    for (std::uint32_t number = 1; number < run().futures.size(); ++number) {
      const FutureFacts& future = run().futures[number];
      if (future.exception != 0 && !future.retrieved && !future.unretrieved)
        return violation(
            fmt::format("exception {} of future {}, set at step {}, was neither looked at nor reported",
                        future.exception, number, future.set_at));
    }
    return true;
  }

 private:
  struct Given {
    std::uint32_t future;
    std::uint32_t step;
  };

  struct Escape {
    std::uint32_t exception;
    std::uint32_t step;
  };

  void reset() override {
    exceptions_.clear();
    owed_.clear();
    given_.clear();
    escaped_.clear();
    unanswered_ = 0;
    next_multi_ = 0;
    spare_log_ = 0;
    in_external_ = false;
  }

  bool passed_on(std::uint32_t exception) {
    if (exception == 0) return true;
    exceptions_[exception].passed_on = run().step + 1;
    exceptions_[exception].owed = false;
    return true;
  }

  bool logged(std::uint32_t exception, ErrorKind kind) {
    if (kind == ErrorKind::multiple) exceptions_[exception].set_aside = run().step + 1;
    if (kind == ErrorKind::callback) {
      exceptions_[exception].logged = run().step + 1;
      const auto match = [&](const Escape& escape) { return escape.exception == exception; };
      const auto found = std::find_if(escaped_.begin(), escaped_.end(), match);
      if (found != escaped_.end())
        escaped_.erase(found);
      else
        spare_log_ = run().step + 1;
    }
    return passed_on(exception);
  }

  bool retrieved(const Event& event) {
    const FutureFacts& future = run().futures[event.id];
    if (event.id == 0 || future.exception == 0) return true;
    if (!judge(!future.unretrieved))
      return violation(
          fmt::format("future {} was reported as never looked at, and then exception {} was looked at",
                      event.id, future.exception));
    if (!future.retrieved) --unanswered_;
    // run_sync throws at its caller what it looks at after start() has returned.
    if (event.detail != static_cast<std::uint8_t>(Retriever::runtime) || run().returned) return true;
    ExceptionFacts& exception = exceptions_[future.exception];
    const bool already_passed_on = exception.passed_on > future.set_at + 1;
    if (already_passed_on || exception.owed) return true;
    exception.owed = true;
    owed_.push_back({future.exception, event.id});
    return true;
  }

  bool unretrieved(std::uint32_t number) {
    if (number == 0) return true;
    const FutureFacts& future = run().futures[number];
    if (!judge(future.exception != 0))
      return violation(fmt::format("future {} did not fail, but was reported as never looked at", number));
    if (future.retrieved)
      return violation(
          fmt::format("exception {} of future {} was looked at, but was reported as never looked at",
                      future.exception, number));
    if (future.unretrieved)
      return violation(fmt::format("future {} was reported as never looked at a second time", number));
    --unanswered_;
    return true;
  }

  // A callback added to a set future runs inside the call that adds it, whose caller gets the exception (law
  // F4).
  bool future_callback_raised(std::uint32_t exception) {
    if (run().running.empty()) return true;
    const FutureCallbackFacts& callback = run().future_callbacks[run().running.back().number];
    return !callback.added || callback.added_when_set || escaped(exception);
  }

  bool escaped(std::uint32_t exception) {
    // A log line directly before belongs to this exception.
    if (spare_log_ == run().step && run().step != 0 && run().previous->other == exception)
      spare_log_ = 0;
    else
      escaped_.push_back({exception, run().step});
    return judge(true);
  }

  bool no_escaped() {
    if (escaped_.empty()) return true;
    return violation(fmt::format("exception {} escaped at step {} and was not logged",
                                 escaped_.front().exception, escaped_.front().step));
  }

  bool debts_paid() {
    for (const auto& [exception, future] : owed_)
      if (!judge(!exceptions_[exception].owed))
        return violation(fmt::format(
            "the runtime looked at exception {} of future {} and passed it on to nobody", exception, future));
    owed_.clear();
    return true;
  }

  bool multis_reported() {
    for (; next_multi_ < run().completed.size(); ++next_multi_)
      if (!multi_reported(run().multis[run().completed[next_multi_]])) return false;
    return true;
  }

  // The first failure in list order is the result's; the others are logged or quiet.
  bool multi_reported(const MultiFacts& multi) {
    std::uint32_t last_set = 0;
    for (std::uint32_t place = multi.first_child; place != 0; place = run().multi_children[place].next)
      last_set = std::max(last_set, run().futures[run().multi_children[place].child].set_at);
    bool first = true;
    for (std::uint32_t place = multi.first_child; place != 0; place = run().multi_children[place].next) {
      const std::uint32_t child = run().multi_children[place].child;
      const std::uint32_t exception = run().futures[child].exception;
      if (exception == 0 || std::exchange(first, false)) continue;
      if (!judge(exceptions_[exception].set_aside > last_set + 1))
        return violation(
            fmt::format("exception {} of future {}, a further failure in the multi of future {}, was "
                        "neither logged nor quieted",
                        exception, child, multi.result));
    }
    return true;
  }

  // If a callback returned a future, the failure of that future is logged (law L11).
  bool given_reported() {
    std::size_t kept = 0;
    for (const Given& given : given_) {
      const FutureFacts& future = run().futures[given.future];
      if (!future.set) {
        given_[kept++] = given;
        continue;
      }
      if (future.exception == 0) continue;
      if (!judge(exceptions_[future.exception].logged > std::max(given.step, future.set_at) + 1))
        return violation(
            fmt::format("a callback returned future {}, which failed with exception {}, and nobody logged it",
                        given.future, future.exception));
    }
    given_.resize(kept);
    return true;
  }

  Numbered<ExceptionFacts> exceptions_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> owed_;  // exception and future, since the last poll
  std::vector<Given> given_;                                   // not known to have been set
  std::vector<Escape> escaped_;                                // and were not logged yet
  std::uint32_t unanswered_ = 0;  // failed futures that were neither looked at nor reported
  std::size_t next_multi_ = 0;    // the first completed multi that was not judged
  std::uint32_t spare_log_ = 0;   // step, plus 1, of the last log line that belongs to no escape
  bool in_external_ = false;      // the result of an external event's function is ignored
};

}  // namespace

std::unique_ptr<Law> make_exceptions_reported() {
  return std::make_unique<ExceptionsReported>();
}

}  // namespace windtunnel::properties
