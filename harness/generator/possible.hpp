// What several groups of productions ask of a draft before they offer a row.
#pragma once

#include "harness/generator/draft.hpp"

namespace windtunnel::generator {

inline bool room(const Draft& draft) {
  return draft.room_for_block();
}
inline bool room_for_variable(const Draft& draft) {
  return draft.room_for_block() && draft.may_declare();
}
inline bool may_declare(const Draft& draft) {
  return draft.may_declare();
}
inline bool shallow(const Draft& draft) {
  return draft.shallow();
}
inline bool has_error(const Draft& draft) {
  return draft.has_variable(DraftVariable::Type::error);
}
inline bool has_future(const Draft& draft) {
  return draft.has_future();
}
inline bool has_settleable(const Draft& draft) {
  return draft.has_settleable();
}
inline bool has_coroutine(const Draft& draft) {
  return draft.has_function(DraftFunction::Kind::coroutine);
}

}  // namespace windtunnel::generator
