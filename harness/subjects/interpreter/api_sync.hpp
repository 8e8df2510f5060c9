// The groups locks and queues of the scenario language's API.
#pragma once

#include <exception>
#include <optional>
#include <string_view>

#include "harness/subjects/interpreter/interpreter.hpp"
#include "harness/subjects/interpreter/sync_objects.hpp"
#include "runtime/deadline.hpp"

namespace windtunnel::subjects {

// --- each of these answers for its own group, and returns nothing or false for others

bool is_in_locks(Word name);
std::optional<Value> call_locks(Interpreter& interpreter, Word function, const Arguments& arguments);
bool is_lock_method(const Value& object, Word name);
Value call_lock_method(Interpreter& interpreter, const Value& self, Word name, const Arguments& arguments);

bool is_in_queues(Word name);
std::optional<Value> call_queues(Interpreter& interpreter, Word function, const Arguments& arguments);
bool is_queue_method(const Value& object, Word name);
Value call_queue_method(Interpreter& interpreter, const Value& self, Word name, const Arguments& arguments);

/// Enters a lock or the result of an acquire; only the latter can be entered (law K9).
std::optional<Value> enter_lock(Interpreter& interpreter, const Value& manager);
Value leave_permit(Interpreter& interpreter, const PermitObject& permit);

/// The scenario's exception for a runtime exception of locks or queues; otherwise unset.
Value from_sync_error(Interpreter& interpreter, const std::exception_ptr& error);

// --- timeouts

/// The timeout of a wait for which a falsy timeout means none (law K5).
struct WaitDeadline {
  tornado::Deadline deadline;
  Value unsupported;  ///< a timeout that is neither a number nor a timedelta

  /// The Future of a wait, as a value. An unsupported timeout is noticed only if there is something to wait
  /// for: TypeError is raised, and the waiter stays.
  Value outcome(Interpreter& interpreter, tornado::Future<Value> future) const;
};

WaitDeadline to_wait_deadline(const Interpreter& interpreter, const Value& timeout);

/// The only argument of such a method; nothing after raising TypeError.
std::optional<WaitDeadline> bind_timeout(Interpreter& interpreter, std::string_view method,
                                         const Arguments& arguments);

/// The timeout of Event.wait and Queue.join, for which only None means none.
Value wait_for_event(Interpreter& interpreter, const EventOfValues& event, const Arguments& arguments);

}  // namespace windtunnel::subjects
