// The subject by which broken clients are tried has its name where this is linked in.
#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/programs/callback_fetch.hpp"

namespace windtunnel {
namespace {

[[maybe_unused]] const bool named = [] {
  add_native_subject("callback_fetch", "a page is fetched with a callback",
                     {run_callback_fetch, nullptr, network_claims});
  return true;
}();

}  // namespace
}  // namespace windtunnel
