// JSON as the original writes it into pages.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace tornado::web {

/// The value as Python's json.dumps writes it: ASCII, with a blank after each comma and colon; and `</` as
/// `<\\/`, so that it can stand in a script of a page. Throws nlohmann::json::type_error if a text is not
/// UTF-8.
std::string to_json_text(const nlohmann::ordered_json& value);

}  // namespace tornado::web
