// Registers the subjects that rows of table.cmake name, where this is linked in.
#include "harness/subjects/programs/callback_fetch.hpp"
#include "harness/subjects/programs/calm_close.hpp"
#include "harness/subjects/programs/calm_core.hpp"
#include "harness/subjects/programs/calm_race.hpp"
#include "harness/subjects/programs/calm_site.hpp"
#include "harness/subjects/programs/calm_stream.hpp"
#include "harness/subjects/programs/calm_web.hpp"
#include "harness/subjects/programs/calm_wire.hpp"
#include "harness/subjects/programs/texts.hpp"
#include "harness/subjects/stream_subject.hpp"

namespace windtunnel {
namespace {

const RegisteredSubject named[] = {
    RegisteredSubject(subjects::stream_program), RegisteredSubject(subjects::callback_fetch),
    RegisteredSubject(subjects::calm_stream),    RegisteredSubject(subjects::calm_web),
    RegisteredSubject(subjects::calm_wire),      RegisteredSubject(subjects::calm_site),
    RegisteredSubject(subjects::texts),          RegisteredSubject(subjects::calm_core),
    RegisteredSubject(subjects::calm_race),      RegisteredSubject(subjects::calm_close),
};

}  // namespace
}  // namespace windtunnel
