// Registers these programs and those on the network, so that `wt check --subject`, findings and replays know
// them.
#include "harness/subjects/programs/callback_fetch.hpp"
#include "harness/subjects/programs/calm_close.hpp"
#include "harness/subjects/programs/calm_core.hpp"
#include "harness/subjects/programs/calm_race.hpp"
#include "harness/subjects/programs/calm_site.hpp"
#include "harness/subjects/programs/calm_stream.hpp"
#include "harness/subjects/programs/calm_web.hpp"
#include "harness/subjects/programs/calm_wire.hpp"
#include "harness/subjects/programs/gen_async_handler.hpp"
#include "harness/subjects/programs/texts.hpp"
#include "harness/subjects/stream_subject.hpp"
#include "tests/programs/key_value_subject.hpp"
#include "tests/programs/run_sync_subject.hpp"

namespace windtunnel {
namespace {

const RegisteredSubject registered[] = {
    RegisteredSubject(subjects::stream_program),  RegisteredSubject(key_value::store),
    RegisteredSubject(key_value::segments_store), RegisteredSubject(run_sync),
    RegisteredSubject(subjects::callback_fetch),  RegisteredSubject(subjects::gen_async_handler),
    RegisteredSubject(subjects::calm_stream),     RegisteredSubject(subjects::calm_web),
    RegisteredSubject(subjects::calm_wire),       RegisteredSubject(subjects::calm_site),
    RegisteredSubject(subjects::texts),           RegisteredSubject(subjects::calm_core),
    RegisteredSubject(subjects::calm_race),       RegisteredSubject(subjects::calm_close),
};

}  // namespace
}  // namespace windtunnel
