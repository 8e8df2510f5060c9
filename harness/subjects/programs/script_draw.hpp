// ScriptDraw: what the makers of scripts draw with, from the choices of a run.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "runtime/sim/choice_source.hpp"

namespace windtunnel::subjects {

/// The base of a maker. Each draw is a choice of the site; the first option is the simplest.
class ScriptDraw {
 protected:
  ScriptDraw(tornado::ChoiceSource& choices, std::string_view site) : choices_(choices), site_(site) {}
  ~ScriptDraw() = default;

  std::uint32_t choose(std::uint32_t options) {
    if (options < 2) return 0;
    return choices_.choose({tornado::ChoiceKind::value, options, site_});
  }
  /// True once in `times` draws, on average.
  bool chance(std::uint32_t times) { return choose(times) == times - 1; }
  template <class T>
  T one(std::initializer_list<T> options) {
    return options.begin()[choose(static_cast<std::uint32_t>(options.size()))];
  }
  template <class T, std::size_t count>
  T one(const T (&options)[count]) {
    return options[choose(static_cast<std::uint32_t>(count))];
  }

 private:
  tornado::ChoiceSource& choices_;
  std::string_view site_;
};

}  // namespace windtunnel::subjects
