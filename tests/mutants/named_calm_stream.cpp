// Registers the subject by which streams that lose nothing are tried, where this is linked in.
#include "harness/subjects/programs/calm_stream.hpp"

namespace windtunnel {
namespace {

const RegisteredSubject subject(subjects::calm_stream);

}  // namespace
}  // namespace windtunnel
