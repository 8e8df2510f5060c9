#include "harness/oracle/diff_files.hpp"

#include <gtest/gtest.h>

#include "harness/findings/finding.hpp"
#include "harness/scenario/source_error.hpp"
#include "tests/harness/oracle/project.hpp"

namespace windtunnel::oracle {
namespace {

std::string refusal_of(const std::string& name) {
  try {
    static_cast<void>(read_diff_files({name}));
    return "none";
  } catch (const scenario::SourceError& error) {
    return error.what();
  }
}

findings::Finding some_finding() {
  findings::Finding finding;
  finding.law = "V1";
  finding.subject = "scenario";
  finding.message = "it broke";
  finding.schedule = core::parse_choices("1/2");
  finding.scenario = two_events;
  return finding;
}

TEST(DiffFiles, AreScenariosFoldersAndFindings) {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  folder.write("in/b.py", "b\n");
  folder.write("in/a/c.py", "c\n");
  folder.write("in/a/c.trace", "schedule -\n");
  folder.write("x", "x\n");
  folder.write("f.finding", to_text(some_finding()));
  const std::vector<DiffFile> files = read_diff_files({root + "/x", root + "/in", root + "/f.finding"});
  ASSERT_EQ(files.size(), 4U);
  EXPECT_EQ(files[0].name, root + "/x");
  EXPECT_EQ(files[0].source, "x\n");
  EXPECT_EQ(files[0].schedule, std::nullopt);
  EXPECT_EQ(files[1].name, root + "/in/a/c.py");
  EXPECT_EQ(files[2].name, root + "/in/b.py");
  EXPECT_EQ(files[3].source, two_events);
  EXPECT_EQ(to_text(files[3].schedule.value()), "1/2");
}

TEST(DiffFiles, WhatCannotBeComparedIsRefusedInOneLine) {
  const TemporaryFolder folder;
  const std::string root = folder.path().string();
  folder.write("empty/note.txt", "");
  folder.write("bad.py", "\x01");
  folder.write("bad.finding", "windtunnel report 1\n");
  folder.write("newer.finding", "windtunnel finding 99\n");
  findings::Finding finding = some_finding();
  finding.subject = "periodic";
  folder.write("native.finding", to_text(finding));
  finding = some_finding();
  finding.model = core::SchedulingModel::adversarial;
  folder.write("free.finding", to_text(finding));
  EXPECT_EQ(refusal_of(root + "/none.py"),
            root + "/none.py:1:1: found no such file; allowed here: a text file of at most 1048576 bytes");
  EXPECT_EQ(refusal_of(root + "/empty"),
            root + "/empty:1:1: found no file with the ending .py; allowed here: a folder of scenarios");
  EXPECT_TRUE(refusal_of(root + "/bad.py").starts_with(root + "/bad.py:1:1: found the byte"));
  EXPECT_TRUE(refusal_of(root + "/bad.finding").starts_with(root + "/bad.finding:1:1: found"));
  EXPECT_EQ(refusal_of(root + "/newer.finding"),
            root +
                "/newer.finding:1:20: found `99`; allowed here: a format from 1 to 2; a newer windtunnel "
                "may read this one");
  EXPECT_EQ(refusal_of(root + "/native.finding"),
            root + "/native.finding:3:9: found the subject `periodic`; allowed here: scenario");
  EXPECT_EQ(refusal_of(root + "/free.finding"), root +
                                                    "/free.finding:5:7: found `adversarial`; allowed here: "
                                                    "exact, the model of the real Tornado");
}

}  // namespace
}  // namespace windtunnel::oracle
