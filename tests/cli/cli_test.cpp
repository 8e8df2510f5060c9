#include <algorithm>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "harness/core/random.hpp"
#include "tests/cli/command_test.hpp"

namespace windtunnel {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

constexpr const char* hello = "from windtunnel import log\n\n\ndef main():\n    log(\"hello\")\n";

// A finding that nothing is wrong with; its digest and its law's violation are made up.
std::string finding_of(const std::string& law, const std::string& schedule, const std::string& scenario) {
  return "windtunnel finding 2\nlaw " + law +
         "\nsubject scenario\nmessage it broke\nmodel exact\nphases 20000\n" +
         "step 3\ndigest 00000000deadbeef\nschedule " + schedule + "\n=== scenario\n" + scenario +
         "=== trace\n    0 the loop starts\n=== end\n";
}

class Cli : public CommandTest {
 protected:
  // The same where the words of the message are another test's.
  void expect_refused_somehow(const Words& words, const std::string& begin = "") {
    const auto before = files();
    const Output output = shop_.run(words);
    EXPECT_THAT(output.err, StartsWith("windtunnel " + words.front() + ": " + begin));
    EXPECT_EQ(std::count(output.err.begin(), output.err.end(), '\n'), 1) << output.err;
    EXPECT_TRUE(output.err.ends_with('\n'));
    EXPECT_LT(output.err.size(), 6000U);
    EXPECT_EQ(output.status, 2) << output.err;
    EXPECT_EQ(output.out, "");
    EXPECT_EQ(files(), before);
  }
};

TEST_F(Cli, HelpAndVersionGoToStandardOutput) {
  for (const Words& words : {Words{"--help"},
                             {"-h"},
                             {"check", "--help"},
                             {"run", "--help"},
                             {"replay", "--help"},
                             {"litmus", "--help"},
                             {"laws", "--help"}}) {
    const Output output = shop_.run(words);
    EXPECT_EQ(output.status, 0);
    EXPECT_EQ(output.err, "");
    EXPECT_THAT(output.out, HasSubstr("Usage: windtunnel"));
  }
  for (const char* command : {"check", "merge", "run", "replay", "shrink", "litmus", "laws"}) {
    EXPECT_THAT(shop_.run({"--help"}).out, HasSubstr(command));
    EXPECT_THAT(shop_.run({command, "--help"}).out, HasSubstr("Exit status:"));
  }
  EXPECT_THAT(shop_.run({"--version"}).out, testing::MatchesRegex("windtunnel [0-9.]+\n"));
}

TEST_F(Cli, UnknownCommandsAreNamed) {
  const auto expect = [&](const Words& words, const std::string& message) {
    expect_refused_by(
        "windtunnel: ", words,
        message +
            "; there are check, merge, run, replay, compare, explore, shrink, diff, golden, litmus, laws, "
            "--help, --version");
  };
  expect({}, "no command is given");
  expect({"fly"}, "`fly` is not a command");
  expect({""}, "`` is not a command");
  expect({"--seed", "1"}, "`--seed` is not a command");
  expect({"two\nlines\xff"}, "`two\\x0alines\\xff` is not a command");
}

TEST_F(Cli, WordsThatAreTooManyOrMissingAreNamed) {
  const auto expect = [&](const Words& words, const std::string& message) {
    expect_refused(words, message + "; `windtunnel " + words.front() + " --help` shows what is allowed");
  };
  expect({"check", "extra"}, "The following argument was not expected: extra");
  expect({"check", "--unknown"}, "The following argument was not expected: --unknown");
  expect({"check", "run", "x.py"}, "The following arguments were not expected: x.py run");
  expect({"run"}, "FILE is required");
  expect({"replay"}, "FINDING is required");
  expect({"replay", "one", "two"}, "The following argument was not expected: two");
}

TEST_F(Cli, EveryOptionSaysWhatItWants) {
  const std::string most = "18446744073709551615";
  const std::string runs = "` is not a whole number from 1 to " + most;
  for (const char* bad : {"0", "-1", "x", "", " 1", "1.5", "1e3", "0x10", "18446744073709551616", "+1"}) {
    expect_refused({"check", "--runs", bad}, "--runs: `" + std::string(bad) + runs);
  }
  for (const char* bad : {"-1", "x", "", "18446744073709551616"}) {
    expect_refused({"check", "--seed", bad},
                   "--seed: `" + std::string(bad) + "` is not a whole number from 0 to " + most);
  }
  for (const char* bad : {"0", "257", "-2", "many", ""}) {
    expect_refused({"check", "--jobs", bad},
                   "--jobs: `" + std::string(bad) + "` is not a whole number from 1 to 256");
  }
  for (const char* bad : {"0", "0s", "-1s", "1x", "s", "", "1e3", "inf", "nan", "9000h", "1 s"}) {
    expect_refused({"check", "--time", bad},
                   "--time: `" + std::string(bad) +
                       "` is not a time such as 500ms, 60s, 10m or 2h, more than 0 and at most a year");
  }
  for (const char* command : {"check", "run"}) {
    for (const char* bad : {"", "both", "EXACT", "real"}) {
      for (const char* option : {"--model", "--freedom"}) {
        expect_refused({command, option, bad, command == std::string("run") ? "x.py" : "--runs=1"},
                       std::string(option) + ": `" + bad +
                           "` is not a scheduling model; there are exact, realistic, adversarial");
      }
    }
  }
  const std::string laws =
      "` is not a law that is checked here; there are V1, V2, V3, V4, V5, V6, V7, V8, V9, V10, V12, V13, "
      "V14, V15";
  expect_refused({"check", "--law", "V1", "V99"}, "--law: `V99" + laws);
  expect_refused({"check", "--law", "v1"}, "--law: `v1" + laws);
  expect_refused({"check", "--law", ""}, "--law: `" + laws);
}

TEST_F(Cli, OptionsAreGivenOnceAndWithAValue) {
  const std::string allowed = ": takes one value and is given once";
  for (const char* option : {"--runs", "--time", "--seed", "--model", "--jobs", "--findings"}) {
    expect_refused({"check", option}, option + allowed);
    expect_refused({"check", option, "1", option, "1"}, option + allowed);
  }
  expect_refused({"check", "--model", "exact", "--freedom", "contract"},
                 "--freedom is the old name of --model: give one of them");
  expect_refused_somehow({"check", "--law"}, "--law");
  expect_refused_somehow({"run", "x.py", "--schedule"}, "--schedule");
  expect_refused_somehow({"run", "x.py", "--schedule", "-", "--schedule", "-"}, "--schedule");
}

TEST_F(Cli, TheFolderForFindingsMustBeOne) {
  shop_.write("file", "");
  const std::string allowed = "; allowed here: a folder that can be written to";
  expect_refused({"check", "--runs", "1", "--findings", "file"}, "--findings: file: found a file" + allowed);
  expect_refused({"check", "--runs", "1", "--findings", "file/in"},
                 "--findings: file/in: found a file" + allowed);
  expect_refused({"check", "--runs", "1", "--findings", "/dev/null/in"},
                 "--findings: /dev/null/in: found a file" + allowed);
  expect_refused({"check", "--runs", "1", "--findings", ""}, "--findings: : found nothing" + allowed);
}

TEST_F(Cli, SchedulesAreRefusedWithTheirColumn) {
  shop_.write("x.py", hello);
  expect_refused({"run", "x.py", "--schedule", "1/3,3/3"},
                 "--schedule: column 5: found index 3; allowed here: 0 to 2 of 3 options");
  for (const std::string& bad :
       {std::string(""), std::string("1"), std::string("1/"), std::string("1/2,"), std::string("x:1/2"),
        std::string("1/2 "), std::string("-1/2"), std::string("99999999999/2"), std::string("\xff"),
        std::string("--"), std::string(100'000, '1')}) {
    expect_refused_somehow({"run", "x.py", "--schedule=" + bad}, "--schedule");
  }
}

TEST_F(Cli, FilesThatAreNoneAreRefusedWithTheirPlace) {
  shop_.write("good.py", hello);
  std::filesystem::create_directory(shop_.work() / "folder");
  shop_.write("binary", std::string("\x7f"
                                    "ELF\0\1\2\xff",
                                    8));
  shop_.write("empty", "");
  shop_.write("nested", "def main():\n    a = " + std::string(100'000, '[') + "\n");
  shop_.write("closed",
              "def main():\n    a = " + std::string(100'000, '(') + "1" + std::string(100'000, ')') + "\n");
  shop_.write("minus", "def main():\n    a = " + std::string(100'000, '-') + "1\n");
  std::string deep = "def main():\n";
  for (int level = 1; level < 700; ++level)
    deep += std::string(static_cast<std::size_t>(level), ' ') + "while 1:\n";
  shop_.write("deep", deep);
  shop_.write("cut", std::string(hello).substr(0, 53));
  shop_.write("huge", "");
  std::filesystem::resize_file(shop_.work() / "huge", 100'000'000);
  const std::string text = "; allowed here: a text file of at most 1048576 bytes";
  const std::string finding = "; allowed here: a finding, a file of at most 16777216 bytes";
  expect_refused({"run", "none.py"}, "none.py:1:1: found no such file" + text);
  expect_refused({"run", "folder"}, "folder:1:1: found a directory" + text);
  expect_refused({"run", "huge"}, "huge:1:1: found 100000000 bytes" + text);
  expect_refused({"run", ""}, ":1:1: found no such file" + text);
  expect_refused({"replay", "none"}, "none:1:1: found no such file" + finding);
  expect_refused({"replay", "folder"}, "folder:1:1: found a directory" + finding);
  expect_refused({"replay", "huge"}, "huge:1:1: found 100000000 bytes" + finding);
  expect_refused({"replay", "/dev/zero"}, "/dev/zero:1:1: found what is no regular file" + finding);
  expect_refused({"replay", "empty"},
                 "empty:1:1: found the end of the file; allowed here: the line `windtunnel finding 2`");
  for (const char* file : {"binary", "empty", "nested", "closed", "minus", "deep", "cut", "/dev/zero"}) {
    expect_refused_somehow({"run", file}, std::string(file) + ":");
    // A good file before it is not run either.
    expect_refused_somehow({"run", "good.py", file}, std::string(file) + ":");
    expect_refused_somehow({"replay", file}, std::string(file) + ":");
  }
}

TEST_F(Cli, FindingsThatAreWrongAreRefusedWithTheirPlace) {
  const auto expect = [&](const std::string& text, const std::string& message) {
    shop_.write("f", text);
    expect_refused({"replay", "f"}, message);
  };
  const std::string good = finding_of("V1", "-", hello);
  for (std::size_t size = 0; size + 1 < good.size(); size += 7) {
    shop_.write("f", good.substr(0, size));
    expect_refused_somehow({"replay", "f"}, "f:");
  }
  expect(finding_of("V1", "1/3,x/2", hello),
         "f:9:14: found 'x'; allowed here: external, callback, timer, io, latency, fragment, fault, value");
  expect(finding_of("V1", "-", "def main():\n    pass pass\n"),
         "f:12:10: found `pass`; allowed here: the end of the line");
  shop_.write("f", finding_of("V99", "-", hello));
  expect_refused_somehow({"replay", "f"}, "f:2:5: found the law `V99`; allowed here: V1, ");
  shop_.write("f", finding_of("V1", "-", "def main():\n    a = " + std::string(100'000, '[') + "\n"));
  expect_refused_somehow({"replay", "f"}, "f:12:");
}

TEST_F(Cli, RunPrintsTheTracesOfItsFiles) {
  shop_.write("a.py", hello);
  std::string crlf;
  for (const char byte : std::string(hello))
    crlf += byte == '\n' ? std::string("\r\n") : std::string(1, byte);
  shop_.write("b.py", crlf);
  const std::string trace = "schedule -\n0 log hello\n0 return None\n";
  Output output = shop_.run({"run", "a.py"});
  EXPECT_EQ(output.out, trace);
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(output.status, 0);
  output = shop_.run({"run", "a.py", "b.py", "a.py", "--model", "adversarial"});
  EXPECT_EQ(output.out, trace + "\n" + trace + "\n" + trace);
  EXPECT_EQ(output.status, 0);
}

TEST_F(Cli, RunForcesAScheduleAndSaysWhereItDoesNotFit) {
  shop_.write("x.py",
              "from windtunnel import log, external\n\nexternal(log, \"a\")\nexternal(log, \"b\")\n\n\ndef "
              "main():\n    pass\n");
  EXPECT_THAT(shop_.run({"run", "x.py"}).out, HasSubstr("log a\n0 log b\n"));
  const Output forced = shop_.run({"run", "x.py", "--schedule", "1/2"});
  EXPECT_THAT(forced.out, HasSubstr("log b\n0 log a\n"));
  EXPECT_THAT(forced.out, StartsWith("schedule 1/2"));
  EXPECT_EQ(forced.err, "");
  const Output other = shop_.run({"run", "x.py", "--schedule", "1/7"});
  EXPECT_EQ(other.status, 0);
  EXPECT_EQ(other.err,
            "windtunnel: x.py: choice 1 of the schedule is external 1/7, but the run asks for external of 2 "
            "options\n");
}

TEST_F(Cli, ProgramsThatNeverEndAreEnded) {
  const std::pair<const char*, std::string> programs[] = {
      {"forever", "    while True:\n        pass\n"},
      {"moments", "    while True:\n        yield gen.moment\n"},
      {"callbacks", "    IOLoop.current().add_callback(again)\n"},
      {"timers", "    IOLoop.current().call_later(0, later)\n"},
      {"strings", "    a = \"xx\"\n    while True:\n        a = a + a\n"},
      {"lists", "    a = [1]\n    while True:\n        a = [a, a]\n        yield gen.moment\n"},
      {"nested", "    a = [1]\n    while True:\n        a = [a]\n"},
      {"lines", "    while True:\n        log(\"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\")\n"},
      {"calls", "    yield [tree(), tree()]\n"},
      {"compared",
       "    a = [1]\n    b = [1]\n    for i in range(60):\n        a = [a, a]\n        b = [b, b]\n    log(a "
       "== b)\n"},
  };
  const std::string header =
      "from tornado import gen\nfrom tornado.ioloop import IOLoop\nfrom windtunnel import log\n\n"
      "def again():\n    IOLoop.current().add_callback(again)\n    IOLoop.current().add_callback(again)\n\n"
      "def later():\n    IOLoop.current().call_later(0, later)\n\n"
      "@gen.coroutine\ndef tree():\n    yield gen.moment\n    yield [tree(), tree()]\n\n"
      "@gen.coroutine\ndef main():\n";
  for (const auto& [name, body] : programs) {
    shop_.write(std::string(name), header + body);
    const auto start = std::chrono::steady_clock::now();
    const Output output = shop_.run({"run", name});
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20)) << name;
    EXPECT_EQ(output.status, 0) << name << ": " << output.err;
    EXPECT_THAT(output.out, StartsWith("schedule -\n")) << name;
    EXPECT_THAT(output.out.substr(output.out.size() - std::min<std::size_t>(output.out.size(), 60)),
                HasSubstr(" livelock\n"))
        << name;
  }
}

TEST_F(Cli, ACleanCheckIsQuietAndLeavesNothing) {
  const Output one = shop_.run({"check", "--runs", "500", "--seed", "3"});
  EXPECT_EQ(one.status, 0);
  EXPECT_EQ(one.err, "");
  EXPECT_THAT(one.out, StartsWith("programs    500  ("));
  EXPECT_TRUE(one.out.ends_with("\nall laws hold\n"));
  EXPECT_EQ(one.out.find('\r'), std::string::npos);
  EXPECT_TRUE(files().empty());
  const auto digest = [](const std::string& out) { return out.substr(out.find("digest")); };
  EXPECT_EQ(digest(shop_.run({"check", "--runs", "500", "--seed", "3", "--jobs", "3"}).out), digest(one.out));
  EXPECT_NE(digest(shop_.run({"check", "--runs", "500", "--seed", "4"}).out), digest(one.out));
}

TEST_F(Cli, CheckTakesSeveralLawsAndEveryModel) {
  // An old name of a model and of the option means the same as the new one.
  for (const Words& model : {Words{"--model", "exact"},
                             {"--freedom", "contract"},
                             {"--model", "adversarial"},
                             {"--freedom", "adversary"},
                             {"--model", "adversary"}}) {
    Words words = {"check", "--runs", "200", "--law", "V8", "V1"};
    words.insert(words.end(), model.begin(), model.end());
    const Output output = shop_.run(words);
    EXPECT_EQ(output.status, 0) << output.err;
    EXPECT_EQ(output.err, "");
    const bool exact = model.back() == "exact" || model.back() == "contract";
    EXPECT_THAT(output.out, HasSubstr(exact ? "(exact model, seed 1)\n" : "(adversarial model, seed 1)\n"));
    // Both laws, in the order of their numbers, no other, each with runs that it judged.
    EXPECT_THAT(output.out,
                testing::ContainsRegex(
                    "\nlaws        V1 [1-9][0-9,]*, V8 [1-9][0-9,]*  .runs with something to judge.\n"));
  }
}

TEST_F(Cli, AnInterruptedCheckGivesItsSummary) {
  const Output output = shop_.run({"check", "--time", "50s", "--jobs", "2"}, std::chrono::milliseconds(400));
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_THAT(output.out, StartsWith("programs    "));
  EXPECT_THAT(output.out, HasSubstr(" s, interrupted\n"));
}

TEST_F(Cli, ReplaySaysWhatIsTheSame) {
  shop_.write("f", finding_of("V1", "0/3", hello));
  const Output output = shop_.run({"replay", "f"});
  EXPECT_EQ(output.status, 0);
  EXPECT_EQ(output.err, "");
  EXPECT_EQ(output.out,
            "recorded    V1 broken at step 3: it broke\n"
            "now         V1 holds\n"
            "step        not the same\n"
            "digest      not the same\n"
            "does not fail any more: V1 holds under the recorded schedule\n");
  const Output traced = shop_.run({"replay", "--trace", "f"});
  EXPECT_THAT(traced.out, StartsWith(hello));
  EXPECT_THAT(traced.out, HasSubstr("the loop starts"));
  EXPECT_TRUE(traced.out.ends_with(output.out));
}

TEST_F(Cli, AReplayOfAnotherRunIsNotGreen) {
  std::string finding = finding_of("V1", "1/3", hello);
  shop_.write("f", finding);
  Output output = shop_.run({"replay", "f"});
  EXPECT_EQ(output.status, 1);
  EXPECT_TRUE(output.out.ends_with(
      "the replay says nothing, since it is another run: choice 1 of the schedule is external 1/3, but the "
      "run ends before it asks for it. Search again.\n"))
      << output.out;
  finding.replace(0, finding.find('\n'), "windtunnel finding 1");
  shop_.write("f", finding);
  output = shop_.run({"replay", "f"});
  EXPECT_EQ(output.status, 1);
  EXPECT_THAT(output.out, HasSubstr("the finding has format 1, which is older than this program's (2)"));
}

TEST_F(Cli, NoWordsWhateverCrashIt) {
  shop_.write("x.py", hello);
  constexpr const char* words[] = {
      "check",   "run", "replay", "litmus",   "--list",     "--confirm",     "--runs",  "1",  "--runs=",
      "--law",   "V1",  "--",     "-",        "",           "x.py",          "--trace", "-x", "--=",
      "--law=1", "-1",  "\xff",   "--seed=2", "=",          "--h",           "-hh",     "[",  "]",
      "{}",      "%s",  "@f",     "--runs=1", "--schedule", "--model=exact", "a=b",     "\n"};
  core::Random random(11);
  for (int round = 0; round < 300; ++round) {
    Words line;
    if (random.below(4) != 0) line.emplace_back(words[random.below(4)]);
    for (std::uint32_t left = random.below(6); left > 0; --left)
      line.emplace_back(words[random.below(std::size(words))]);
    // Unit that runs for seconds.
    if (!line.empty() && line[0] == "check") line.emplace_back("--time=1ms");
    const Output output = shop_.run(line);
    std::string shown;
    for (const std::string& word : line) shown += "'" + word + "' ";
    EXPECT_TRUE(output.status == 0 || output.status == 2) << output.status << " of " << shown;
    EXPECT_LE(std::count(output.err.begin(), output.err.end(), '\n'), 1) << output.err << shown;
    EXPECT_EQ(output.status == 2, !output.err.empty()) << shown;
    EXPECT_TRUE(output.status == 0 || output.out.empty()) << shown;
  }
}

TEST_F(Cli, OutputThatCannotBeWrittenIsSaid) {
  shop_.write("x.py", hello);
  const std::string command =
      "cd " + shop_.work().string() + " && " + WINDTUNNEL_PROGRAM + " run x.py > /dev/full 2> err";
  const int status = std::system(command.c_str());
  EXPECT_EQ(WEXITSTATUS(status), 2);
  EXPECT_EQ(shop_.read(shop_.work() / "err"), "windtunnel run: the output cannot be written\n");
}

}  // namespace
}  // namespace windtunnel
