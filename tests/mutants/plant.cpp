#include "tests/mutants/plant.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>
#include <stdexcept>

#include "tests/exam/tokens.hpp"

namespace windtunnel::mutants {
namespace {

using exam::Token;

/// From the first byte to the one after the last.
struct Place {
  std::size_t begin;
  std::size_t end;

  bool contains(const Place& other) const { return begin <= other.begin && other.end <= end; }
  auto operator<=>(const Place&) const = default;
};

Place place_of(std::string_view source, const Row& row) {
  const std::size_t first = row.text.empty() ? std::string_view::npos : source.find(row.text);
  if (first == std::string_view::npos || source.find(row.text, first + 1) != std::string_view::npos)
    throw std::invalid_argument(
        fmt::format("mutant {}: its text must be in runtime/{} exactly once", row.name, row.file));
  return {first, first + row.text.size()};
}

/// Whether the brace begins a namespace or a type, and not a function.
bool is_scope(const std::vector<Token>& tokens, std::size_t brace) {
  std::size_t first = brace;
  while (first > 0 && !tokens[first - 1].is(";") && !tokens[first - 1].is("{") && !tokens[first - 1].is("}"))
    --first;
  std::size_t angles = 0;  // `template <class T>` names no class
  for (std::size_t at = first; at < brace; ++at) {
    const Token& token = tokens[at];
    if (token.is("<")) {
      ++angles;
    } else if (token.is(">") || token.is(">>")) {
      angles -= std::min(angles, token.text.size());
    } else if (angles == 0 && token.is("(")) {
      return false;
    } else if (angles == 0 && (token.is("namespace") || token.is("class") || token.is("struct") ||
                               token.is("union") || token.is("enum") || token.is("extern"))) {
      return true;
    }
  }
  return false;
}

/// The outermost body that holds the place.
std::optional<Place> body_around(const std::vector<Token>& tokens, const Place& place) {
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    if (!tokens[at].is("{")) continue;
    const Place braces{tokens[at].begin, tokens[tokens[at].partner].end()};
    if (braces.contains(place) && !is_scope(tokens, at)) return braces;
  }
  return std::nullopt;
}

}  // namespace

std::string planted(std::string_view source, const std::vector<Row>& rows) {
  const std::vector<Token> tokens = exam::tokens_of(source);
  std::map<Place, std::string> bodies;  // with what is in front of each
  for (const Row& row : rows) {
    const Place place = place_of(source, row);
    const std::optional<Place> body = body_around(tokens, place);
    if (!body)
      throw std::invalid_argument(fmt::format(
          "mutant {}: its text is not in the body of a function of runtime/{}", row.name, row.file));
    bodies[*body] += fmt::format("if (::exam::is({})) {}{}{} else ", row.number,
                                 source.substr(body->begin, place.begin - body->begin), row.instead,
                                 source.substr(place.end, body->end - place.end));
  }
  std::string text(source);
  for (auto body = bodies.rbegin(); body != bodies.rend(); ++body) {
    const auto& [place, changed] = *body;
    text.insert(place.end, "}");
    text.insert(place.begin, "{" + changed);
  }
  return "#include \"tests/exam/switch.hpp\"\n" + text;
}

}  // namespace windtunnel::mutants
