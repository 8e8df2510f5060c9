// What boost::asio includes where BOOST_ASIO_CUSTOM_HANDLER_TRACKING names this header, as windtunnel::asio
// does for all that links it: its operations have names, and its ready queue asks which of them is next. Not
// for you to include.
#pragma once

#include <exception>
#include <string>

#include "harness/subjects/asio/hooked_queue.hpp"
#include "harness/subjects/asio/tracked.hpp"

#define BOOST_ASIO_INHERIT_TRACKED_HANDLER : public ::windtunnel::asio_hook::Tracked
#define BOOST_ASIO_ALSO_INHERIT_TRACKED_HANDLER , public ::windtunnel::asio_hook::Tracked
#define BOOST_ASIO_HANDLER_TRACKING_INIT static_cast<void>(0)
#define BOOST_ASIO_HANDLER_LOCATION(location) static_cast<void>(0)
#define BOOST_ASIO_HANDLER_CREATION(arguments) ::windtunnel::asio_hook::create arguments
#define BOOST_ASIO_HANDLER_COMPLETION(arguments) static_cast<void>(0)
#define BOOST_ASIO_HANDLER_INVOCATION_BEGIN(arguments) static_cast<void>(0)
#define BOOST_ASIO_HANDLER_INVOCATION_END ::windtunnel::asio_hook::end_handler()
#define BOOST_ASIO_HANDLER_OPERATION(arguments) static_cast<void>(0)
#define BOOST_ASIO_HANDLER_REACTOR_REGISTRATION(arguments) static_cast<void>(0)
#define BOOST_ASIO_HANDLER_REACTOR_DEREGISTRATION(arguments) static_cast<void>(0)
#define BOOST_ASIO_HANDLER_REACTOR_READ_EVENT 1
#define BOOST_ASIO_HANDLER_REACTOR_WRITE_EVENT 2
#define BOOST_ASIO_HANDLER_REACTOR_ERROR_EVENT 4
#define BOOST_ASIO_HANDLER_REACTOR_EVENTS(arguments) static_cast<void>(0)
#define BOOST_ASIO_HANDLER_REACTOR_OPERATION(arguments) static_cast<void>(0)

#include <boost/asio/detached.hpp>
#include <boost/asio/detail/op_queue.hpp>
#include <boost/asio/version.hpp>

#ifndef WINDTUNNEL_ANY_ASIO_VERSION
static_assert(
    BOOST_ASIO_VERSION >= 101800 && BOOST_ASIO_VERSION < 103900,
    "windtunnel::asio is tested with Asio 1.18, 1.22, 1.26 and 1.38; define WINDTUNNEL_ANY_ASIO_VERSION "
    "to try another: a self-test says at the first run whether it works");
#endif

#ifndef BOOST_ASIO_INLINE_NAMESPACE_BEGIN
#define BOOST_ASIO_INLINE_NAMESPACE_BEGIN
#define BOOST_ASIO_INLINE_NAMESPACE_END
#endif

namespace boost::asio {
BOOST_ASIO_INLINE_NAMESPACE_BEGIN
namespace detail {

class scheduler_operation;

template <>
class op_queue<scheduler_operation>
    : public ::windtunnel::asio_hook::HookedQueue<scheduler_operation, op_queue_access> {};

// What a coroutine throws that was spawned with `detached`.
template <>
inline void detached_handler::operator()<std::exception_ptr>(std::exception_ptr error) {
  if (::windtunnel::asio_hook::hooks.ignored != nullptr && error != nullptr)
    ::windtunnel::asio_hook::hooks.ignored(&error);
}

}  // namespace detail
BOOST_ASIO_INLINE_NAMESPACE_END
}  // namespace boost::asio
