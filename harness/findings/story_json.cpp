#include "harness/findings/story_json.hpp"

#include <nlohmann/json.hpp>

namespace windtunnel::findings {

using StoryJson = nlohmann::json;

std::string to_json(const Story& story) {
  StoryJson lanes = StoryJson::array();
  for (const StoryLane& lane : story.lanes) lanes.push_back({lane.name, lane.host});
  StoryJson steps = StoryJson::array();
  for (const StoryStep& step : story.steps) {
    steps.push_back(StoryJson::array({step.seconds, step.lane, static_cast<unsigned>(step.kind), step.words,
                                      step.place, step.causes, step.event, step.file}));
  }
  const StoryJson all = {{"lanes", lanes}, {"steps", steps}, {"left_out", story.left_out}};
  return all.dump(-1, ' ', false, StoryJson::error_handler_t::replace);
}

Story story_from_json(std::string_view text) {
  const StoryJson all = StoryJson::parse(text);
  Story story;
  for (const StoryJson& lane : all.at("lanes")) story.lanes.push_back({lane.at(0), lane.at(1)});
  for (const StoryJson& each : all.at("steps")) {
    StoryStep step;
    step.seconds = each.at(0);
    step.lane = each.at(1);
    step.kind = static_cast<StoryKind>(each.at(2).get<unsigned>());
    step.words = each.at(3);
    step.place = each.at(4);
    step.causes = each.at(5).get<std::vector<std::uint32_t>>();
    step.event = each.at(6);
    step.file = each.at(7);
    story.steps.push_back(std::move(step));
  }
  story.left_out = all.at("left_out");
  return story;
}

}  // namespace windtunnel::findings
