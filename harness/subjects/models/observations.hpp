// Observations: what a program of a few operations did, in numbers: the runtime and a model say it side by
// side, and the first thing that they say differently is the finding.
#pragma once

#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <string>
#include <vector>

namespace windtunnel::subjects {

/// One thing that happened: what, to which thing, with which value.
struct Observation {
  std::uint8_t what = 0;
  std::uint8_t whom = 0;
  std::int32_t value = 0;

  bool operator==(const Observation&) const = default;
};

using Observations = std::vector<Observation>;

/// Where the two first differ, in words; `name_of(what)` names what happened.
template <class NameOf>
std::optional<std::string> first_difference(const Observations& runtime, const Observations& model,
                                            NameOf name_of) {
  if (runtime == model) return std::nullopt;
  std::size_t at = 0;
  while (at < runtime.size() && at < model.size() && runtime[at] == model[at]) ++at;
  const auto words = [&](const Observations& said) {
    return at < said.size() ? fmt::format("{} {} {}", name_of(said[at].what), said[at].whom, said[at].value)
                            : std::string("nothing more");
  };
  return fmt::format("at step {} the runtime says `{}`, the model `{}`", at, words(runtime), words(model));
}

}  // namespace windtunnel::subjects
