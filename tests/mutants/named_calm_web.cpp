// Registers the subject by which browsers and servers are tried in calm weather, where this is linked in.
#include "harness/subjects/programs/calm_web.hpp"

namespace windtunnel {
namespace {

const RegisteredSubject subject(subjects::calm_web);

}  // namespace
}  // namespace windtunnel
