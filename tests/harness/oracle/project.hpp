// A project whose oracle is a stand-in that goes wrong when it is told to (tests/oracle/mock_oracle.cpp).
#pragma once

#include <filesystem>
#include <string>

#include "harness/oracle/oracle_peer.hpp"
#include "tests/temporary_folder.hpp"

namespace windtunnel::oracle {

class Project {
 public:
  explicit Project(const std::string& behaviour = "none") {
    folder_.write("harness/oracle/python/behaviour", behaviour);
    std::filesystem::create_directories(root() / "build/oracle/bin");
    std::filesystem::create_symlink(WINDTUNNEL_MOCK_ORACLE, root() / "build/oracle/bin/python");
  }

  const std::filesystem::path& root() const { return folder_.path(); }
  const TemporaryFolder& folder() const { return folder_; }
  std::vector<std::string> oracle() const { return oracle_command(root()); }

 private:
  TemporaryFolder folder_;
};

/// A program with two events, whose order is the schedule's.
inline constexpr const char* two_events =
    "from windtunnel import log, external\n"
    "\n"
    "def main():\n"
    "    log(\"begin\")\n"
    "    external(log, \"a\")\n"
    "    external(log, \"b\")\n";

}  // namespace windtunnel::oracle
