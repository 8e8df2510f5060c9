// Which names of the language's API this runtime has. The others are refused by name, with their place,
// before anything runs.
#pragma once

#include <string_view>

#include "harness/scenario/tree.hpp"

namespace windtunnel {

/// Throws SourceError if the imported name, attribute or decorated function at `id` needs what the runtime
/// does not have.
void require_available(const Scenario& scenario, NodeId id, std::string_view file_name);

}  // namespace windtunnel
