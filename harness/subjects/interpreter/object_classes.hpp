// All classes of heap objects together, from objects.def: what is known of each kind, and an object as what
// it is.
#pragma once

#include <cassert>
#include <cstdlib>
#include <string_view>
#include <type_traits>

#include "harness/subjects/interpreter/context_objects.hpp"
#include "harness/subjects/interpreter/legacy_objects.hpp"
#include "harness/subjects/interpreter/objects.hpp"
#include "harness/subjects/interpreter/sync_objects.hpp"

namespace windtunnel::subjects {

/// What objects.def says of a kind.
struct ObjectTraits {
  std::string_view type;   ///< what Python calls its type; empty: what the object's own `type` says
  std::string_view shown;  ///< what a trace shows between < and >; empty likewise
  bool refers_to_futures;
  bool is_context_manager;
};

namespace object_traits {

constexpr std::string_view own_type;
constexpr unsigned plain = 0;
constexpr unsigned futures = 1;
constexpr unsigned manager = 2;
// Not inside of a function, where g++ copies it at each call.
inline constexpr ObjectTraits rows[] = {
#define WINDTUNNEL_OBJECT(kind, Class, type, shown, traits) \
  {type, shown, ((traits) & futures) != 0, ((traits) & manager) != 0},
#include "harness/subjects/interpreter/objects.def"
#undef WINDTUNNEL_OBJECT
};

}  // namespace object_traits

constexpr const ObjectTraits& traits_of(ObjectKind kind) {
  return object_traits::rows[static_cast<std::size_t>(kind)];
}

/// Calls `visit` with the object as what it is, and gives what that gives.
template <class AnyObject, class Visit>
  requires std::is_same_v<std::remove_const_t<AnyObject>, Object>
decltype(auto) with_class(AnyObject& object, Visit visit) {
  switch (object.kind()) {
#define WINDTUNNEL_OBJECT(kind, Class, type, shown, traits) \
  case ObjectKind::kind:                                    \
    return visit(static_cast<std::conditional_t<std::is_const_v<AnyObject>, const Class, Class>&>(object));
#include "harness/subjects/interpreter/objects.def"
#undef WINDTUNNEL_OBJECT
  }
  assert(false && "no such kind");
  std::abort();
}

/// The object's own `type`; no_word if its class has none.
inline Word own_type_of(const Object& object) {
  return with_class(object, [](const auto& known) -> Word {
    if constexpr (requires { requires std::is_same_v<decltype(known.type), Word>; })
      return known.type;
    else
      return no_word;
  });
}

}  // namespace windtunnel::subjects
