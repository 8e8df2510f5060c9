// What scripts of streams and of HTTP say with: the bytes that they send, how bytes are shown, and how
// errors are called, the same as by the real Tornado (harness/oracle/python/words.py).
#pragma once

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

namespace windtunnel::subjects {

/// What a script let be seen, a line for each thing. A script runs the same way wherever it runs, so the
/// lines of two runs are compared.
using ScriptLines = std::vector<std::string>;

/// What each end writes, again and again: a byte depends only on how many the end wrote before.
std::string text_at(std::size_t begin, std::size_t size);

/// Bytes in quotes; of many bytes the beginning, the size and a sum.
std::string bytes_in_words(std::string_view text);

/// The delimiter that a script writes as `\r\n`.
std::string unescaped(std::string_view pattern);

/// An exception, as the original calls it.
std::string name_of(const std::exception_ptr& error);

/// Two runs beside one another; a line that differs has a `>` in front.
std::string side_by_side(const ScriptLines& one, const ScriptLines& other);

}  // namespace windtunnel::subjects
