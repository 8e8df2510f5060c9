// Errors of the operating system, as the runtime gives them to its users.
#pragma once

#include <string>
#include <system_error>

namespace tornado {

/// Throws the std::system_error of errno; `what` says what failed. A limit of descriptors is told in words.
[[noreturn]] void throw_system_error(const std::string& what);

/// errno, with one name for "not now".
std::errc last_error() noexcept;

}  // namespace tornado
