// Looks into an exception_ptr without throwing it, because a throw costs a microsecond.
#pragma once

#include <exception>
#include <typeinfo>

namespace tornado {

/// The exception if its type is exactly E, otherwise null. It lives as long as the exception_ptr.
template <class E>
const E* exception_cast(const std::exception_ptr& error) {
  if (!error) return nullptr;
#ifdef __GLIBCXX__
  // libstdc++'s exception_ptr is one pointer, to the exception object; __cxa_exception_type is its public
  // extension.
  static_assert(sizeof(error) == sizeof(void*));
  if (*error.__cxa_exception_type() != typeid(E)) return nullptr;
  return *reinterpret_cast<const E* const*>(&error);
#else
  try {
    std::rethrow_exception(error);
  } catch (const E& exception) {
    return typeid(exception) == typeid(E) ? &exception : nullptr;
  } catch (...) {
    return nullptr;
  }
#endif
}

}  // namespace tornado
