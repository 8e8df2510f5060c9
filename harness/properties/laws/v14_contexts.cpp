// V14, contexts: what was captured runs in exactly the contexts that were current when it was captured,
// except those deactivated since. They are entered from the outermost to the innermost and left in the
// reverse order, each as often as it was entered. What was captured in no context runs in none (laws S2 to
// S4, S6, S9, S10). A coroutine that yields in other contexts than those in which its step began gets an
// error (laws G7, R9).
#include <algorithm>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "harness/properties/laws/all_laws.hpp"

namespace windtunnel::properties {
namespace {

using tornado::ContextKind;
using tornado::ContextUse;
using tornado::Event;
using tornado::EventKind;
using tornado::YieldKind;

// A chain of contexts is the index of its innermost link; 0 is the empty chain. As in the runtime, two chains
// are equal only if they are the same one.
using Chain = std::uint32_t;

struct Link {
  std::uint32_t context = 0;
  Chain outer = 0;
};

struct ContextFacts {
  bool stack = false;  // a StackContext
  bool inactive = false;
  Chain outer = 0;  // the chain that was current when its block last began
};

// A call of something captured, while it runs.
struct Call {
  std::uint32_t capture = 0;
  Chain callers = 0;
  std::uint32_t first = 0;    // its contexts in contexts_, outermost first
  std::uint32_t entered = 0;  // position after the StackContext that was entered last
  std::uint32_t left;         // position of the context that was left last
  bool all_left = false;      // the outermost one was left
};

// A task's step.
struct StepFacts {
  Chain begun_in = 0;
  std::uint32_t capture = 0;  // captured by the hop that it waits for
  bool captured = false;      // whether that is known
  bool legacy = false;        // it has yielded a YieldPoint, and so may be resumed from anywhere
  bool excused = false;       // it was told that its contexts are inconsistent: its next yield is not judged
};

class ContextsExact final : public Law {
 public:
  ContextsExact()
      : Law({.name = "V14",
             .title = "what was captured runs in exactly the contexts of its capture",
             .needs = {},
             .models = core::every_model,
             .watches = {EventKind::contexts_captured, EventKind::contexts_restored,
                         EventKind::contexts_given_back, EventKind::context_made, EventKind::context_entered,
                         EventKind::context_left, EventKind::context_deactivated,
                         EventKind::null_context_begin, EventKind::null_context_end,
                         EventKind::callback_queued, EventKind::timer_added, EventKind::future_callback_added,
                         EventKind::callback_end, EventKind::timer_end, EventKind::external_end,
                         EventKind::task_begin, EventKind::task_yield, EventKind::task_resume,
                         EventKind::yield_point},
             .laws = {"G7", "R9", "R11", "S2", "S3", "S4", "S6", "S7", "S9", "S10"}}) {}

  bool see(const Event& event) override {
    switch (event.kind) {
      case EventKind::contexts_captured:
        return captured(event.id, event.other);
      case EventKind::contexts_restored:
        return restored(event.id);
      case EventKind::contexts_given_back:
        return given_back(event.id);
      case EventKind::context_made:
        contexts_[event.id].stack = event.detail == static_cast<std::uint8_t>(ContextKind::stack);
        return true;
      case EventKind::context_entered:
        return is_block(event) ? block_begun(event.id) : entered(event.id);
      case EventKind::context_left:
        return is_block(event) ? block_ended(event.id) : left(event.id, event.other);
      case EventKind::context_deactivated:
        contexts_[event.id].inactive = true;
        return true;
      case EventKind::null_context_begin:
        null_begun(event.id);
        return true;
      case EventKind::null_context_end:
        null_ended(event.id);
        return true;
      case EventKind::callback_queued:
        return !takes(event) || takes_contexts("callback", event.id);
      case EventKind::timer_added:
        return !takes(event) || takes_contexts("timer", event.id);
      case EventKind::future_callback_added:
        return !takes(event) || takes_contexts("callback of a future", event.other);
      case EventKind::callback_end:
      case EventKind::timer_end:
      case EventKind::external_end:
        return ended(event);
      case EventKind::task_begin:
        steps_[event.id].begun_in = current_;
        return true;
      case EventKind::yield_point:
        steps_[event.id].legacy = true;
        return true;
      case EventKind::task_yield:
        return yielded(event.id, static_cast<YieldKind>(event.detail));
      default:
        return resumed(event.id);
    }
  }

 private:
  void reset() override {
    links_.assign(1, Link{});
    contexts_.clear();
    captures_.clear();
    steps_.clear();
    null_calls_.clear();
    nulls_.clear();
    calls_.clear();
    places_.clear();
    current_ = 0;
    offered_ = 0;
  }

  static bool takes(const Event& event) {
    return event.detail == static_cast<std::uint8_t>(tornado::Takes::contexts);
  }

  static bool is_block(const Event& event) {
    return event.detail == static_cast<std::uint8_t>(ContextUse::block);
  }

  Chain inside(Chain outer, std::uint32_t context) {
    links_.push_back({context, outer});
    return static_cast<Chain>(links_.size() - 1);
  }

  // The chain from its innermost active context on: the runtime may have dropped inactive ones from its own
  // chain.
  Chain active(Chain chain) const {
    while (chain != 0 && contexts_[links_[chain].context].inactive) chain = links_[chain].outer;
    return links_[chain].context != 0 ? chain : 0;
  }

  bool same_active(Chain left, Chain right) const {
    for (left = active(left), right = active(right); left != right;
         left = active(links_[left].outer), right = active(links_[right].outer)) {
      if (left == 0 || right == 0 || links_[left].context != links_[right].context) return false;
    }
    return true;
  }

  bool captured(std::uint32_t capture, std::uint32_t innermost) {
    captures_[capture] = current_;
    const std::uint32_t expected = links_[current_].context;
    if (contexts_[expected].inactive || contexts_[innermost].inactive) return true;
    return judge(innermost == expected) ||
           violation(fmt::format(
               "capture {} took the contexts up to context {}, but the innermost current one is {}", capture,
               innermost, expected));
  }

  // What runs later captures the current contexts, if there are any.
  bool takes_contexts(std::string_view what, std::uint32_t number) {
    if (active(current_) == 0 || number == 0) return true;
    const Event* previous = run().previous;
    return judge(previous != nullptr && previous->kind == EventKind::contexts_captured) ||
           violation(fmt::format("{} {} was added in context {} and did not take it along", what, number,
                                 links_[current_].context));
  }

  bool restored(std::uint32_t capture) {
    Call call{.capture = capture, .callers = current_, .left = 0};
    call.first = static_cast<std::uint32_t>(places_.size());
    for (Chain at = captures_[capture]; at != 0; at = links_[at].outer) {
      if (!contexts_[links_[at].context].inactive) places_.push_back(links_[at].context);
    }
    std::reverse(places_.begin() + call.first, places_.end());
    current_ = 0;
    for (std::size_t at = call.first; at < places_.size(); ++at) current_ = inside(current_, places_[at]);
    call.left = static_cast<std::uint32_t>(places_.size());
    call.entered = call.first;
    calls_.push_back(call);
    return true;
  }

  std::uint32_t next_to_enter(const Call& call) const {
    std::uint32_t at = call.entered;
    while (at < places_.size() && !contexts_[places_[at]].stack) ++at;
    return at;
  }

  bool entered(std::uint32_t context) {
    if (calls_.empty())
      return judge(false) ||
             violation(fmt::format("context {} was entered for a call that does not go on", context));
    Call& call = calls_.back();
    const std::uint32_t expected = next_to_enter(call);
    // A context that could not be entered is skipped.
    std::uint32_t at = expected;
    while (at < places_.size() && places_[at] != context) ++at;
    if (!judge(at < places_.size()))
      return violation(fmt::format("context {} was entered for the call of capture {}, which expects {}",
                                   context, call.capture, expected < places_.size() ? places_[expected] : 0));
    call.entered = at + 1;
    return true;
  }

  bool left(std::uint32_t context, std::uint32_t exception) {
    if (calls_.empty())
      return judge(false) ||
             violation(fmt::format("context {} was left for a call that does not go on", context));
    Call& call = calls_.back();
    std::uint32_t at = call.left;
    while (at > call.first && places_[at - 1] != context) --at;
    if (!judge(at > call.first))
      return violation(
          fmt::format("context {} was left by the call of capture {}, of which it is none, or which has "
                      "left it or one outside it already",
                      context, call.capture));
    call.left = at - 1;
    if (exception != 0 && call.left == call.first) call.all_left = true;
    return true;
  }

  bool given_back(std::uint32_t capture) {
    if (!judge(!calls_.empty() && calls_.back().capture == capture))
      return violation(fmt::format("the call of capture {} ended, but is not the innermost one", capture));
    const Call call = calls_.back();
    std::uint32_t first = call.first;
    while (first < places_.size() && !contexts_[places_[first]].stack) ++first;
    if (first < call.entered && call.left > first)
      return violation(fmt::format("the call of capture {} entered context {} and did not leave it", capture,
                                   places_[first]));
    offered_ = call.all_left || call.first == places_.size() ? 0 : places_[call.first];
    places_.resize(call.first);
    calls_.pop_back();
    current_ = call.callers;
    return true;
  }

  // An exception that leaves a call was offered to all its contexts.
  bool ended(const Event& event) {
    current_ = 0;
    if (event.other == 0) return true;
    const Event* previous = run().previous;
    if (previous == nullptr || previous->kind != EventKind::contexts_given_back) return true;
    return judge(offered_ == 0) ||
           violation(fmt::format("exception {} left the call of capture {} and was not offered to context {}",
                                 event.other, previous->id, offered_));
  }

  void null_begun(std::uint32_t number) {
    (number != 0 ? nulls_[number] : null_calls_.emplace_back()) = current_;
    current_ = inside(0, 0);  // a chain of its own without contexts
  }

  // Calls end in the order opposite to that in which they began. A coroutine may wait within a NullContext,
  // whose end then comes at any time.
  void null_ended(std::uint32_t number) {
    if (number != 0) {
      current_ = nulls_[number];
    } else {
      current_ = null_calls_.empty() ? 0 : null_calls_.back();
      if (!null_calls_.empty()) null_calls_.pop_back();
    }
  }

  bool block_begun(std::uint32_t context) {
    contexts_[context].outer = current_;
    current_ = inside(current_, context);
    return true;
  }

  bool block_ended(std::uint32_t context) {
    current_ = contexts_[context].outer;
    return true;
  }

  bool yielded(std::uint32_t number, YieldKind kind) {
    StepFacts& step = steps_[number];
    const bool out_of_step = !same_active(current_, step.begun_in);
    if (kind == YieldKind::ready) {
      // The runtime reports this whenever the chain is another one, even if the contexts are equal.
      step.excused = current_ != step.begun_in;
      step.begun_in = current_;
      return true;
    }
    if (kind == YieldKind::lost || kind == YieldKind::abandoned) return true;
    if (!judge(!out_of_step || step.excused))
      return violation(
          fmt::format("task {} yielded in context {}, though its step began in context {}, and waits", number,
                      links_[current_].context, links_[step.begun_in].context));
    step.excused = false;
    if (step.legacy) return true;
    const Event* previous = run().previous;
    const bool captured_now = previous != nullptr && previous->kind == EventKind::contexts_captured;
    if (!captured_now && active(current_) != 0)
      return violation(fmt::format("task {} waits in context {} and did not take it along", number,
                                   links_[current_].context));
    step.captured = true;
    step.capture = captured_now ? previous->id : 0;
    return true;
  }

  bool resumed(std::uint32_t number) {
    StepFacts& step = steps_[number];
    const bool legacy = step.legacy;
    const bool captured = std::exchange(step.captured, false);
    step.begun_in = current_;
    if (legacy || !captured) return true;
    const std::uint32_t capture = calls_.empty() ? 0 : calls_.back().capture;
    if (!judge(capture == step.capture))
      return violation(
          fmt::format("task {} goes on in the contexts of capture {}, but took along those of capture {}",
                      number, capture, step.capture));
    return calls_.empty() || all_entered(calls_.back(), number);
  }

  bool all_entered(const Call& call, std::uint32_t task) {
    const std::uint32_t missing = next_to_enter(call);
    return missing >= places_.size() ||
           violation(fmt::format("task {} goes on before context {} of capture {} is entered", task,
                                 places_[missing], call.capture));
  }

  std::vector<Link> links_;
  Numbered<ContextFacts> contexts_;
  Numbered<Chain> captures_;
  Numbered<StepFacts> steps_;          // by task
  Numbered<Chain> nulls_;              // what was current before each NullContext
  std::vector<Chain> null_calls_;      // and before the calls in progress of what was captured in no context
  std::vector<Call> calls_;            // innermost last
  std::vector<std::uint32_t> places_;  // the contexts of all calls in progress
  Chain current_ = 0;
  std::uint32_t offered_ = 0;  // the outermost context that the last call's exception was not offered to
};

}  // namespace

std::unique_ptr<Law> make_contexts_exact() {
  return std::make_unique<ContextsExact>();
}

}  // namespace windtunnel::properties
