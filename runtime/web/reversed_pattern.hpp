// The path that a route's pattern matches, for links to its handler.
#pragma once

#include <string>
#include <vector>

namespace tornado::web {

/// The pattern with its groups replaced by the arguments, escaped for a URL. Throws std::invalid_argument if
/// the pattern has groups in groups or other syntax that does not stand for one text, or another number of
/// groups.
std::string reversed_pattern(std::string pattern, int groups, const std::vector<std::string>& arguments);

}  // namespace tornado::web
