// The names by which `wt check --subject`, findings and replays know these programs and those on the network.
#include <string>

#include "harness/subjects/native_subjects.hpp"
#include "harness/subjects/programs/callback_fetch.hpp"
#include "harness/subjects/programs/gen_async_handler.hpp"
#include "harness/subjects/stream_subject.hpp"
#include "tests/programs/key_value_subject.hpp"
#include "tests/programs/run_sync_subject.hpp"

namespace windtunnel {
namespace {

[[maybe_unused]] const bool named = [] {
  add_native_subject("stream", "two programs that talk over a stream", stream_subject);
  add_native_subject("key_value", "a store and its clients, compared with a map", key_value::subject);
  add_native_subject("key_value_segments", "the same with a planted bug: a segment is taken for a message",
                     key_value::segments_subject);
  add_native_subject("run_sync", "a main() that runs coroutines one after another", run_sync_subject);
  for (const NativeSubject& program : {callback_fetch, gen_async_handler})
    add_native_subject(std::string(program.name), std::string(program.about), program.subject);
  return true;
}();

}  // namespace
}  // namespace windtunnel
