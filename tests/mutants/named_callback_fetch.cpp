// Registers the subject by which broken clients are tried, where this is linked in.
#include "harness/subjects/programs/callback_fetch.hpp"

namespace windtunnel {
namespace {

const RegisteredSubject fetch(subjects::callback_fetch);

}  // namespace
}  // namespace windtunnel
