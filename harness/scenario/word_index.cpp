#include "harness/scenario/word_index.hpp"

#include <array>

namespace windtunnel::scenario {

namespace {

constexpr std::uint32_t hash_of(std::string_view text) {
  std::uint32_t hash = 2166136261u;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 16777619u;
  return hash ^ (hash >> 15);
}

struct Known {
  std::string_view text;
  TokenKind kind;
  Word word;
};

constexpr Known keyword(std::string_view text, TokenKind kind) {
  return {text, kind, no_word};
}

constexpr auto known_words = std::to_array<Known>({
    keyword("and", TokenKind::kw_and),
    keyword("as", TokenKind::kw_as),
    keyword("break", TokenKind::kw_break),
    keyword("class", TokenKind::kw_class),
    keyword("continue", TokenKind::kw_continue),
    keyword("def", TokenKind::kw_def),
    keyword("elif", TokenKind::kw_elif),
    keyword("else", TokenKind::kw_else),
    keyword("except", TokenKind::kw_except),
    keyword("False", TokenKind::kw_false),
    keyword("finally", TokenKind::kw_finally),
    keyword("for", TokenKind::kw_for),
    keyword("from", TokenKind::kw_from),
    keyword("global", TokenKind::kw_global),
    keyword("if", TokenKind::kw_if),
    keyword("import", TokenKind::kw_import),
    keyword("in", TokenKind::kw_in),
    keyword("is", TokenKind::kw_is),
    keyword("lambda", TokenKind::kw_lambda),
    keyword("None", TokenKind::kw_none),
    keyword("not", TokenKind::kw_not),
    keyword("or", TokenKind::kw_or),
    keyword("pass", TokenKind::kw_pass),
    keyword("raise", TokenKind::kw_raise),
    keyword("return", TokenKind::kw_return),
    keyword("True", TokenKind::kw_true),
    keyword("try", TokenKind::kw_try),
    keyword("while", TokenKind::kw_while),
    keyword("with", TokenKind::kw_with),
    keyword("yield", TokenKind::kw_yield),
    keyword("assert", TokenKind::kw_other),
    keyword("async", TokenKind::kw_other),
    keyword("await", TokenKind::kw_other),
    keyword("del", TokenKind::kw_other),
    keyword("nonlocal", TokenKind::kw_other),
#define WINDTUNNEL_WORD(identifier, text) {text, TokenKind::name, word::identifier},
#include "harness/scenario/words.def"
});

constexpr std::size_t known_slots = 1024;
static_assert(known_words.size() * 4 < known_slots, "more words: double known_slots");

constexpr auto known_table = [] {
  std::array<std::uint16_t, known_slots> table{};  // 0 for none, else 1 + the index into `known_words`
  for (std::size_t at = 0; at < known_words.size(); ++at) {
    std::size_t slot = hash_of(known_words[at].text) % known_slots;
    while (table[slot] != 0) slot = (slot + 1) % known_slots;
    table[slot] = static_cast<std::uint16_t>(at + 1);
  }
  return table;
}();

const Known* find_known(std::string_view text, std::uint32_t hash) {
  for (std::size_t slot = hash % known_slots; known_table[slot] != 0; slot = (slot + 1) % known_slots) {
    const Known& entry = known_words[known_table[slot] - 1u];
    if (entry.text == text) return &entry;
  }
  return nullptr;
}

}  // namespace

WordIndex::Found WordIndex::name(std::string_view text) {
  const std::uint32_t hash = hash_of(text);
  if (const Known* entry = find_known(text, hash)) return {entry->kind, entry->word};
  return {TokenKind::name, own_word(text, hash)};
}

Word WordIndex::word(std::string_view text) {
  const std::uint32_t hash = hash_of(text);
  const Known* entry = find_known(text, hash);
  return entry != nullptr && entry->word != no_word ? entry->word : own_word(text, hash);
}

Word WordIndex::own_word(std::string_view text, std::uint32_t hash) {
  if (used_ * 2 >= slots_.size()) grow();
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].word != no_word; at = (at + 1) & mask) {
    if (slots_[at].hash == hash && words_.text(slots_[at].word) == text) return slots_[at].word;
  }
  ++used_;
  slots_[at] = {hash, words_.add(text)};
  return slots_[at].word;
}

void WordIndex::grow() {
  std::vector<Slot> old(slots_.empty() ? 128 : slots_.size() * 2);
  old.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.word == no_word) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].word != no_word) at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

}  // namespace windtunnel::scenario
