// The groups locks and queues of the scenario language's API.
#pragma once

#include <exception>
#include <optional>
#include <string_view>

#include "harness/subjects/interpreter/stage.hpp"
#include "harness/subjects/interpreter/sync_objects.hpp"
#include "runtime/deadline.hpp"

namespace windtunnel {

// --- each of these answers for its own group, and with nothing or false for what is not its own

bool is_in_locks(Word name);
std::optional<Value> call_locks(Stage& stage, Word function, const Arguments& arguments);
bool is_lock_method(const Value& object, Word name);
Value call_lock_method(Stage& stage, const Value& self, Word name, const Arguments& arguments);

bool is_in_queues(Word name);
std::optional<Value> call_queues(Stage& stage, Word function, const Arguments& arguments);
bool is_queue_method(const Value& object, Word name);
Value call_queue_method(Stage& stage, const Value& self, Word name, const Arguments& arguments);

/// Enters a lock or what an acquire gave: only the latter can be (law K9).
std::optional<Value> enter_lock(Stage& stage, const Value& manager);
Value leave_permit(Stage& stage, const PermitObject& permit);

/// The scenario's exception for one of the runtime's that is about locks or queues, else unset.
Value from_sync_error(Stage& stage, const std::exception_ptr& error);

// --- timeouts

/// The timeout of a wait that takes what is falsy for none (law K5).
struct WaitDeadline {
  tornado::Deadline deadline;
  Value unsupported;  ///< a timeout that is no number and no timedelta

  /// The Future of a wait as a value. An unsupported timeout is noticed only where there is something to wait
  /// for: TypeError is raised, and the waiter stays.
  Value outcome(Stage& stage, tornado::Future<Value> future) const;
};

WaitDeadline to_wait_deadline(const Stage& stage, const Value& timeout);

/// The one argument of such a method; nothing after raising TypeError.
std::optional<WaitDeadline> bind_timeout(Stage& stage, std::string_view method, const Arguments& arguments);

/// Event.wait and Queue.join, where only None is no timeout.
Value wait_for_event(Stage& stage, const EventOfValues& event, const Arguments& arguments);

}  // namespace windtunnel
