#include "harness/core/event_table.hpp"

namespace windtunnel::core {

std::span<const std::string_view> words_of(Detail detail) {
  switch (detail) {
#define TORNADO_DETAIL(detail, ...)                            \
  case Detail::detail: {                                       \
    static constexpr std::string_view words[] = {__VA_ARGS__}; \
    return words;                                              \
  }
#include "runtime/events.def"
    case Detail::none:
      break;
  }
  return {};
}

}  // namespace windtunnel::core
