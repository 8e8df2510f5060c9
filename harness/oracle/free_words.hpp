// The one thing in which two traces may differ and still be the same: the messages of those exceptions that
// the language itself raises, on which no trace depends (docs/scenario-language.md, "Shape of a file").
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::oracle {

/// The trace with `TypeError(...)` and its like as `TypeError()`, wherever they stand.
std::string without_free_words(std::string_view trace);

}  // namespace windtunnel::oracle
