// Reading and writing for the calls of all names: recv, recvmsg, read, readv and so on differ only in how
// they take their arguments.
#pragma once

#include "harness/kernel/symbols/calls.hpp"

namespace windtunnel::kernel {

Result read_from(std::string_view call, File& file, std::span<const iovec> to);
Result write_to(std::string_view call, File& file, std::span<const iovec> from);

/// As recvmsg(2) with these flags.
Result receive_from(std::string_view call, SocketFile& socket, std::span<const iovec> to, int flags,
                    Received& received);
/// As sendmsg(2) with these flags.
Result send_to(std::string_view call, SocketFile& socket, std::span<const iovec> from, int flags,
               AddressArgument to);

}  // namespace windtunnel::kernel
