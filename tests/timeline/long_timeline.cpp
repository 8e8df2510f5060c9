// Prints the page of a long run, in 300 tasks, whose names and words are markup. Its steps have 5,000 texts.
//
// usage: long_timeline STEPS
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string>

#include "harness/findings/timeline/timeline_page.hpp"

namespace {

using windtunnel::findings::Story;
using windtunnel::findings::StoryKind;
using windtunnel::findings::StoryStep;

constexpr const char* hostile =
    "<img src=x "
    "onerror=document.body.dataset.hacked=1></script><script>document.body.dataset.hacked=1</script>"
    "&amp;\xe2\x80\xa8\\ @DATA@ \033[2J";

Story long_story(std::uint32_t steps) {
  constexpr std::uint32_t lanes = 300;
  constexpr std::uint32_t in_one_lane = 100;
  constexpr std::uint32_t texts = 5000;
  Story story;
  for (std::uint32_t lane = 0; lane < lanes; ++lane)
    story.lanes.push_back({fmt::format("{} {}", hostile, lane), ""});
  for (std::uint32_t at = 0; at < steps; ++at) {
    StoryStep step;
    step.seconds = at * 0.001;
    step.lane = at / in_one_lane % lanes;
    step.words = fmt::format("{} {}", hostile, at % texts);
    step.place = "f.cpp:1";
    step.kind = at + 1 == steps ? StoryKind::breaks : StoryKind::step;
    if (at > 0) step.causes = {at - 1};
    story.steps.push_back(std::move(step));
  }
  return story;
}

}  // namespace

int main(int count, char** words) {
  const Story story =
      long_story(count > 1 ? static_cast<std::uint32_t>(std::strtoul(words[1], nullptr, 10)) : 100'000);
  const std::string page = windtunnel::findings::to_html({hostile, hostile, &story, nullptr});
  return std::fwrite(page.data(), 1, page.size(), stdout) == page.size() && std::fflush(stdout) == 0 ? 0 : 1;
}
