#include "harness/properties/laws/catalogue.hpp"

namespace windtunnel::properties {

namespace {

struct Catalogue {
  std::vector<LawGroup> groups;
  std::vector<LawEntry> invariants;
};

const Catalogue& catalogue() {
  static const Catalogue all = [] {
    Catalogue it;
#define WINDTUNNEL_LAWS(heading) it.groups.push_back({heading, false, {}});
#define WINDTUNNEL_LAWS_TO_COME(heading) it.groups.push_back({heading, true, {}});
#define WINDTUNNEL_LAW(number, sentence) it.groups.back().laws.push_back({#number, sentence, false});
#define WINDTUNNEL_KNOWN(number, sentence) it.groups.back().laws.push_back({#number, sentence, true});
#define WINDTUNNEL_INVARIANT(number, sentence) it.invariants.push_back({#number, sentence, false});
#include "harness/properties/laws/catalogue.def"
#undef WINDTUNNEL_LAWS
#undef WINDTUNNEL_LAWS_TO_COME
#undef WINDTUNNEL_LAW
#undef WINDTUNNEL_KNOWN
#undef WINDTUNNEL_INVARIANT
    return it;
  }();
  return all;
}

const LawEntry* find_in(const std::vector<LawEntry>& laws, std::string_view name) {
  for (const LawEntry& law : laws)
    if (law.name == name) return &law;
  return nullptr;
}

}  // namespace

const std::vector<LawGroup>& law_groups() {
  return catalogue().groups;
}

const std::vector<LawEntry>& invariants() {
  return catalogue().invariants;
}

const LawEntry* find_law(std::string_view name) {
  for (const LawGroup& group : law_groups())
    if (const LawEntry* law = find_in(group.laws, name)) return law;
  return find_in(invariants(), name);
}

}  // namespace windtunnel::properties
