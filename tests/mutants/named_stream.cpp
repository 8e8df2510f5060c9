// The subject by which broken streams are tried has its name where this is linked in.
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/stream_subject.hpp"

namespace windtunnel {
namespace {

[[maybe_unused]] const bool named = [] {
  add_native_subject("stream", "two programs that talk over a stream", stream_subject);
  return true;
}();

}  // namespace
}  // namespace windtunnel
