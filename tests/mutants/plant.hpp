// Plants the mutants of table.cmake in a copy of the runtime, each behind a switch (tests/exam/switch.hpp),
// so that all of them are compiled once, in one program. A mutant's text may be any piece of a function, so
// it is the whole body of the function that is there twice: `if (::exam::is(7)) {as changed} else {as it
// is}`.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::mutants {

/// One row of the table.
struct Row {
  std::string name;
  std::string file;  ///< of runtime/
  std::string text;
  std::string instead;
  std::size_t number;  ///< of its switch, from 1
};

/// The rows of table.cmake. CMake writes the source that defines it.
extern const std::vector<Row> table;

/// The source text with the given mutants of its file. Throws std::invalid_argument with a line that names
/// the mutant if its text is not in the source exactly once, or not in the body of a function.
std::string planted(std::string_view source, const std::vector<Row>& rows);

}  // namespace windtunnel::mutants
