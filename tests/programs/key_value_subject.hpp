// The key-value store as a subject: clients put and get, what they get is compared with a map, and the
// network does to them whatever it may.
#pragma once

#include "harness/core/subject.hpp"

namespace key_value {

/// The store as it should be. A wrong answer leaves the run as an exception.
extern const windtunnel::Subject subject;

/// The one whose server takes each segment for a message.
extern const windtunnel::Subject segments_subject;

}  // namespace key_value
