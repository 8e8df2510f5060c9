// A campaign as a page for people: what was searched, what it has shown over time, how often rare things
// happened, and what was found, with its timeline. One HTML file that needs no network and no script.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "harness/findings/finding.hpp"
#include "harness/findings/page/curves.hpp"
#include "harness/findings/replay.hpp"

namespace windtunnel::findings {

/// Things with how often each was seen: strategies, goals, coverage marks, faults.
struct PageCounts {
  struct Row {
    std::string name;
    std::vector<std::uint64_t> numbers;  ///< as many as columns without the first
  };

  std::string id;                    ///< of its section: "faults"
  std::string heading;               ///< "Faults"
  std::string about;                 ///< a sentence; may be empty
  std::vector<std::string> columns;  ///< the first is that of the names
  std::vector<Row> rows;             ///< without any, the page has no such section
  bool must_happen = true;           ///< where the last number is 0, the page says "never", in red
};

/// What was found.
struct PageFinding {
  std::string law;
  std::string message;
  std::string because;  ///< what brings it about; may be empty
  std::string words;    ///< all that is printed of it
  std::string how;      ///< lines that say how to see it again
  Story story;          ///< empty: it has no timeline
  Story passing;        ///< the nearest run that holds; empty: there is none
};

/// The finding as the page shows it, with its replay, and with all of it where the run has no story. `path`
/// is that of its file, or empty.
PageFinding page_finding(const Finding& finding, const Replay& replay, const std::string& path);

struct CampaignPage {
  std::string name;
  std::string verdict;  ///< "nothing broke"
  bool broken = false;
  std::vector<std::pair<std::string, std::string>> searched;  ///< what, and in words
  std::string new_things;                                     ///< what the curves count: "new partial orders"
  Curves curves;
  std::vector<PageCounts> counts;
  std::vector<PageFinding> findings;
};

/// The page; `timelines` are the files of the findings' timelines beside it, one for each, or empty.
std::string to_html(const CampaignPage& page, const std::vector<std::string>& timelines);

/// Writes it into the folder, which is made, as NAME.html, with NAME-timeline.html beside it for what was
/// found, and a list of the folder's pages, index.html. Returns why it could not be written, in words; empty:
/// it was.
std::string write_page(const CampaignPage& page, const std::filesystem::path& folder);

}  // namespace windtunnel::findings
