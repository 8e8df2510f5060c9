#include "harness/core/terminal.hpp"

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <optional>
#include <stdexcept>
#include <string>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace windtunnel::core {
namespace {

/// A terminal without anybody in front of it.
class Terminal {
 public:
  Terminal() : keyboard_(posix_openpt(O_RDWR | O_NOCTTY)) {
    if (keyboard_ < 0 || grantpt(keyboard_) != 0 || unlockpt(keyboard_) != 0)
      throw std::runtime_error("no terminal");
    screen_ = open(ptsname(keyboard_), O_RDWR | O_NOCTTY);
    if (screen_ < 0) throw std::runtime_error("no terminal");
  }
  Terminal(const Terminal&) = delete;
  Terminal& operator=(const Terminal&) = delete;
  ~Terminal() {
    close(screen_);
    close(keyboard_);
  }

  int screen() const { return screen_; }
  void set_width(unsigned short columns) const {
    struct winsize size{};
    size.ws_col = columns;
    ioctl(screen_, TIOCSWINSZ, &size);
  }
  /// What was written to it so far; a few bytes.
  std::string shown() const {
    std::string text(4096, '\0');
    const ssize_t size = read(keyboard_, text.data(), text.size());
    text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return text;
  }

 private:
  int keyboard_;
  int screen_ = -1;
};

/// Sets a variable of the environment, or takes it away, until its end.
class Variable {
 public:
  Variable(const char* name, const char* value) : name_(name) {
    if (const char* before = std::getenv(name)) before_ = before;
    set(value);
  }
  Variable(const Variable&) = delete;
  Variable& operator=(const Variable&) = delete;
  ~Variable() { set(before_ ? before_->c_str() : nullptr); }

 private:
  void set(const char* value) const {
    if (value == nullptr) {
      unsetenv(name_);
    } else {
      setenv(name_, value, 1);
    }
  }

  const char* name_;
  std::optional<std::string> before_;
};

TEST(Terminal, HasColoursUnlessTheUserSaysNo) {
  const Terminal terminal;
  const Variable kind("TERM", "xterm");
  const Variable none("NO_COLOR", nullptr);
  EXPECT_TRUE(shows_colours(terminal.screen()));
  {
    const Variable no("NO_COLOR", "1");
    EXPECT_FALSE(shows_colours(terminal.screen()));
    EXPECT_TRUE(is_terminal(terminal.screen()));
  }
  // no-color.org: set, and not to an empty text.
  const Variable empty("NO_COLOR", "");
  EXPECT_TRUE(shows_colours(terminal.screen()));
}

TEST(Terminal, ThatIsDumbOrAPipeHasNone) {
  const Terminal terminal;
  const Variable none("NO_COLOR", nullptr);
  for (const char* kind : {"dumb", "", static_cast<const char*>(nullptr)}) {
    const Variable term("TERM", kind);
    EXPECT_FALSE(shows_colours(terminal.screen()));
    EXPECT_FALSE(is_terminal(terminal.screen()));
  }
  const Variable term("TERM", "xterm");
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  EXPECT_FALSE(shows_colours(ends[1]));
  close(ends[0]);
  close(ends[1]);
}

TEST(Terminal, HasItsWidthAndAPipeWhatColumnsSays) {
  const Terminal terminal;
  const Variable columns("COLUMNS", "77");
  terminal.set_width(100);
  EXPECT_EQ(width_of(terminal.screen()), 100U);
  terminal.set_width(3);
  EXPECT_EQ(width_of(terminal.screen()), 40U) << "words need some room";
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  EXPECT_EQ(width_of(nowhere), 77U);
  const Variable wrong("COLUMNS", "wide");
  EXPECT_EQ(width_of(nowhere), 140U);
  close(nowhere);
}

// What a process writes whose standard error is the terminal.
std::string progress_on(const Terminal& terminal, const std::vector<std::string>& texts) {
  const pid_t child = fork();
  if (child == 0) {
    dup2(terminal.screen(), STDERR_FILENO);
    {
      ProgressLine line;
      for (const std::string& text : texts) line.show(text);
    }
    std::fflush(stderr);
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  // The end of what there is to read.
  EXPECT_EQ(write(terminal.screen(), "|", 1), 1);
  std::string shown;
  while (shown.find('|') == std::string::npos) shown += terminal.shown();
  return shown;
}

TEST(ProgressLine, IsWrittenAnewCutToTheWidthAndTakenAway) {
  const Terminal terminal;
  terminal.set_width(10);
  const Variable kind("TERM", "xterm");
  EXPECT_EQ(progress_on(terminal, {"short", std::string(50, 'x')}),
            "\r\033[Kshort\r\033[Kxxxxxxxxx\r\033[K|");
  EXPECT_EQ(progress_on(terminal, {}), "|") << "what was never shown is not taken away";
  const Variable dumb("TERM", "dumb");
  EXPECT_EQ(progress_on(terminal, {"short"}), "|");
}

}  // namespace
}  // namespace windtunnel::core
