// The subject by which broken clients are tried has its name where this is linked in.
#include <string>

#include "harness/subjects/programs/callback_fetch.hpp"

namespace windtunnel {
namespace {

[[maybe_unused]] const bool named = [] {
  add_native_subject(std::string(callback_fetch.name), std::string(callback_fetch.about),
                     callback_fetch.subject);
  return true;
}();

}  // namespace
}  // namespace windtunnel
