// Words of a command that a message shows, so that a shell reads them as they are.
#pragma once

#include <string>
#include <string_view>

namespace windtunnel::core {

/// The text as one word of a shell: in quotes if it needs them.
inline std::string shell_word(std::string_view text) {
  constexpr std::string_view plain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./=:,+@%";
  if (!text.empty() && text.find_first_not_of(plain) == std::string_view::npos) return std::string(text);
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

}  // namespace windtunnel::core
