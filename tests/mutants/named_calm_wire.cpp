// Registers the subject by which servers are tried by hand, where this is linked in.
#include "harness/subjects/programs/calm_wire.hpp"

namespace windtunnel {
namespace {

const RegisteredSubject subject(subjects::calm_wire);

}  // namespace
}  // namespace windtunnel
