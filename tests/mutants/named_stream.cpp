// Registers the subject by which broken streams are tried, where this is linked in.
#include "harness/subjects/stream_subject.hpp"

namespace windtunnel {
namespace {

const RegisteredSubject stream(subjects::stream_program);

}  // namespace
}  // namespace windtunnel
