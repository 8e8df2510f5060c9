#include "harness/subjects/programs/script_kind.hpp"

#include <algorithm>
#include <array>

#include "harness/subjects/programs/draw_http_script.hpp"
#include "harness/subjects/programs/draw_stream_script.hpp"
#include "harness/subjects/programs/http_script_run.hpp"
#include "harness/subjects/programs/shrink_http_script.hpp"
#include "harness/subjects/programs/shrink_stream_script.hpp"
#include "harness/subjects/programs/stream_script_run.hpp"

namespace windtunnel::subjects {

namespace {

constexpr std::array all_kinds = {
    ScriptKind{"streams",
               [](tornado::ChoiceSource& choices, std::uint32_t steps) {
                 return to_text(draw_stream_script(choices, steps));
               },
               [](std::string_view text) { return to_text(parse_stream_script(text)); },
               [](std::string_view text) { return run_stream_script(parse_stream_script(text)); }, by_end,
               [](std::string_view text, const std::function<bool(const std::string&)>& shows) {
                 return to_text(shrink_stream_script(
                     parse_stream_script(text),
                     [&](const StreamScript& script) { return shows(to_text(script)); }));
               }},
    ScriptKind{"http",
               [](tornado::ChoiceSource& choices, std::uint32_t steps) {
                 return to_text(draw_http_script(choices, steps));
               },
               [](std::string_view text) { return to_text(parse_http_script(text)); },
               [](std::string_view text) { return run_http_script(parse_http_script(text)); }, by_party,
               [](std::string_view text, const std::function<bool(const std::string&)>& shows) {
                 return to_text(shrink_http_script(parse_http_script(text), [&](const HttpScript& script) {
                   return shows(to_text(script));
                 }));
               }}};

}  // namespace

std::span<const ScriptKind> script_kinds() {
  return all_kinds;
}

const ScriptKind& stream_scripts = all_kinds[0];
const ScriptKind& http_scripts = all_kinds[1];

const ScriptKind* script_kind_named(std::string_view name) {
  const auto at = std::find_if(all_kinds.begin(), all_kinds.end(),
                               [&](const ScriptKind& kind) { return kind.name == name; });
  return at == all_kinds.end() ? nullptr : &*at;
}

}  // namespace windtunnel::subjects
