// A search as a page for people: what was searched, what each strategy has shown, the goals and faults, and
// what was found, with its timeline.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "harness/engine/explorer.hpp"
#include "harness/findings/finding.hpp"
#include "harness/findings/replay.hpp"

namespace windtunnel::findings {

/// How far a search was at a time.
struct SearchSample {
  double seconds = 0;
  std::uint64_t runs = 0;
  std::uint64_t orders = 0;  ///< partial orders that it had seen
};

struct SearchPage {
  std::string name;
  const engine::SearchOptions* options = nullptr;  ///< must be there
  const engine::SearchResult* result = nullptr;    ///< likewise
  std::vector<SearchSample> samples;
  std::vector<std::pair<std::string, std::string>> figures;  ///< more rows, such as of faults
  const Finding* finding = nullptr;                          ///< with its replay; null: nothing was found
  const Replay* replay = nullptr;
};

/// The page; `timeline` is the file of the finding's timeline beside it, or empty.
std::string to_html(const SearchPage& page, const std::string& timeline);

/// Writes it into the folder, which is made, as NAME.html, with NAME-timeline.html beside it if something was
/// found, and a list of the folder's pages, index.html. Returns why it could not be written, in words; empty:
/// it was.
std::string write_search_page(const SearchPage& page, const std::filesystem::path& folder);

}  // namespace windtunnel::findings
