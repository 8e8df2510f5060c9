// Runs the same subjects here and in other tools, and writes docs/performance.md. `wt bench --peers` builds
// the others in the build folder and calls this; those that it could not have are left out, and the page says
// so.
#include <array>
#include <cstdio>
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "harness/core/random.hpp"
#include "harness/strategies/strategies.hpp"
#include "harness/subjects/cpp_subjects.hpp"
#include "tests/search_bench/measure.hpp"

namespace windtunnel::peers {
namespace {

constexpr int seeds = 20;

constexpr const char* subjects[] = {
    "lost_update", "bluetooth", "wronglock",  "stringbuffer", "token_ring",  "circular_buffer", "chain6",
    "uneven25",    "reorder_3", "reorder_10", "twostage",     "twostage_20", "lazy01",          "work_steal"};

// A tool with one strategy of it.
struct Peer {
  std::string title;
  std::string program;  // from the build folder of the peers
  std::string strategy;
  int seeds;
  std::uint64_t most;  // schedules of a search
  bool has_speed;      // of the strategies of one tool, one is timed
};

const Peer others[] = {
    {"Shuttle random", "./release/shuttle_peer", "random", seeds, 10'000, true},
    {"Shuttle PCT 3", "./release/shuttle_peer", "pct", seeds, 10'000, false},
    {"Shuttle URW", "./release/shuttle_peer", "urw", seeds, 10'000, false},
    {"loom", "./release/loom_peer", "exhaustive", 1, 0, true},
    {"fast-check", "node javascript/fast_check_peer.js", "random", seeds, 1'000, true},
};

// What the searches of one tool came to: how many seeds found the bug, and after how many schedules on
// average; or why it was not tried.
struct Search {
  int found = 0;
  double mean = 0;
  std::string absent;

  std::string text(int tried) const {
    if (!absent.empty()) return absent;
    if (found == 0) return "–";
    return found == tried ? fmt::format("{:.0f}", mean)
                          : fmt::format("{:.0f} ({} of {})", mean, found, tried);
  }
};

// The fields of the line that a peer prints; empty if it printed none.
std::vector<std::string> ask(const std::string& folder, const std::string& command) {
  const std::string whole = "cd '" + folder + "' && " + command + " 2>/dev/null";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(whole.c_str(), "r"), pclose);
  std::array<char, 512> line{};
  std::vector<std::string> fields;
  if (pipe == nullptr || std::fgets(line.data(), line.size(), pipe.get()) == nullptr) return fields;
  std::string field;
  for (const char* at = line.data(); *at != '\0' && *at != '\n'; ++at) {
    if (*at != '\t') {
      field += *at;
      continue;
    }
    fields.push_back(std::exchange(field, {}));
  }
  fields.push_back(field);
  return fields;
}

Search search(const std::string& folder, const Peer& peer, const std::string& subject) {
  Search result;
  double sum = 0;
  for (int seed = 1; seed <= peer.seeds; ++seed) {
    const auto fields = ask(
        folder, fmt::format("{} found {} {} {} {}", peer.program, subject, peer.strategy, seed, peer.most));
    if (fields.size() == 5 && fields[0] == "absent") return {0, 0, fields[4]};
    if (fields.size() != 5) return {0, 0, "failed"};
    if (fields[4] == "-") continue;
    ++result.found;
    sum += std::stod(fields[4]);
  }
  if (result.found != 0) result.mean = sum / result.found;
  return result;
}

Search search_here(const core::Subject& subject) {
  Search result;
  double sum = 0;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    const auto strategy = strategies::make_strategy("portfolio");
    const auto took = search_bench::schedules_to_failure(subject, core::SchedulingModel::exact, *strategy,
                                                         core::derive(2027, seed), 10'000);
    if (!took) continue;
    ++result.found;
    sum += static_cast<double>(*took);
  }
  if (result.found != 0) result.mean = sum / result.found;
  return result;
}

std::string thousands(double rate) {
  return fmt::format("{:.0f}", rate / 1000);
}

struct Row {
  Search here;
  double speed_here = 0;
  std::vector<Search> searches;          // by peer
  std::map<std::string, double> speeds;  // by title
};

Row measure(const std::string& folder, const std::vector<Peer>& peers, const std::string& name) {
  const core::Subject subject = *subjects::find_cpp_subject(name);
  Row row;
  row.here = search_here(subject);
  row.speed_here = search_bench::speed(subject, "random").schedules;
  for (const Peer& peer : peers) {
    row.searches.push_back(search(folder, peer, name));
    if (!peer.has_speed || !row.searches.back().absent.empty()) continue;
    const auto fields = ask(folder, fmt::format("{} speed {}", peer.program, name));
    if (fields.size() == 5 && fields[0] == "speed") row.speeds[peer.title] = std::stod(fields[4]);
  }
  fmt::print(stderr, "{}\n", name);
  return row;
}

void write_searches(std::ostream& page, const std::vector<Peer>& peers, const std::vector<Row>& rows) {
  page << "\n## Schedules to the bug\n\nThe mean over " << seeds
       << " seeds, with the number of seeds that found it where not all did; loom has no seed. A search ends "
          "after 10,000 "
          "schedules, that of fast-check after 1,000, that of loom after 20 seconds. \u2013: not found.\n\n"
       << "| subject | windtunnel |";
  for (const Peer& peer : peers) page << ' ' << peer.title << " |";
  page << "\n|---|---|";
  for (std::size_t left = peers.size(); left > 0; --left) page << "---|";
  page << '\n';
  for (std::size_t at = 0; at < rows.size(); ++at) {
    fmt::print(page, "| {} | {} |", subjects[at], rows[at].here.text(seeds));
    for (std::size_t peer = 0; peer < peers.size(); ++peer)
      fmt::print(page, " {} |", rows[at].searches[peer].text(peers[peer].seeds));
    page << '\n';
  }
}

void write_speeds(std::ostream& page, const std::vector<Peer>& peers, const std::vector<Row>& rows) {
  page << "\n## Schedules a second\n\nThousands on one core, by CPU time, of a random walk (loom: of its "
          "enumeration) that goes on "
          "when a property is broken. In brackets: how many times as many windtunnel runs.\n\n| subject | "
          "windtunnel |";
  std::size_t columns = 0;
  for (const Peer& peer : peers) {
    if (!peer.has_speed) continue;
    page << ' ' << peer.title << " |";
    ++columns;
  }
  page << "\n|---|---|";
  for (std::size_t left = columns; left > 0; --left) page << "---|";
  page << '\n';
  for (std::size_t at = 0; at < rows.size(); ++at) {
    fmt::print(page, "| {} | {} |", subjects[at], thousands(rows[at].speed_here));
    for (const Peer& peer : peers) {
      if (!peer.has_speed) continue;
      const auto found = rows[at].speeds.find(peer.title);
      if (found == rows[at].speeds.end() || found->second <= 0) {
        page << " |";
      } else {
        fmt::print(page, " {} ({:.0f}) |", thousands(found->second), rows[at].speed_here / found->second);
      }
    }
    page << '\n';
  }
}

int write_page(const std::string& path, const std::string& folder) {
  std::vector<Peer> peers;
  std::string absent;
  for (const Peer& peer : others) {
    if (ask(folder, peer.program + " found lost_update " + peer.strategy + " 1 10").empty()) {
      absent += (absent.empty() ? "" : ", ") + peer.title;
    } else {
      peers.push_back(peer);
    }
  }
  std::vector<Row> rows;
  for (const char* name : subjects) rows.push_back(measure(folder, peers, name));
  std::ofstream page(path);
  page << R"(# Performance

`wt bench --peers` writes this page. It runs the same programs here and in other tools: the same shared accesses, one scheduling point before
each, the same order of spawns. The programs are in `tests/subjects/` and `tests/peers/`, where the versions of the others are stated, too.
windtunnel searches with its default, the portfolio of strategies.

loom also explores what weak memory models allow, which windtunnel does not. fast-check orders promises in JavaScript.
)";
  if (!absent.empty()) page << "\nNot measured, because they could not be had: " << absent << ".\n";
  write_searches(page, peers, rows);
  write_speeds(page, peers, rows);
  page << "\nThe instructions of single operations are in `tests/bench/counts.txt`; `wt bench --counts` "
          "compares them.\n";
  page.close();
  if (!page) {
    std::cerr << "peers_bench: '" << path << "' cannot be written\n";
    return 2;
  }
  return 0;
}

}  // namespace
}  // namespace windtunnel::peers

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: peers_bench PAGE FOLDER\n";
    return 2;
  }
  return windtunnel::peers::write_page(argv[1], argv[2]);
}
