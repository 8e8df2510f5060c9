// A story as JSON: what a replay in a process of its own hands back.
#pragma once

#include <string>
#include <string_view>

#include "harness/findings/story.hpp"

namespace windtunnel::findings {

/// `{"lanes": [[name, host], ...], "steps": [[seconds, lane, kind, words, place, [cause, ...], event, file],
/// ...], "left_out": n}`, where a kind is a number and a cause the place of a step. Valid UTF-8: what is not
/// is replaced.
std::string to_json(const Story& story);

/// The story back. Throws nlohmann::json's exceptions for another text.
Story story_from_json(std::string_view text);

}  // namespace windtunnel::findings
