#include "harness/findings/story_json.hpp"

#include <nlohmann/json.hpp>

namespace windtunnel::findings {

using Json = nlohmann::json;

std::string to_json(const Story& story) {
  Json lanes = Json::array();
  for (const StoryLane& lane : story.lanes) lanes.push_back({lane.name, lane.host});
  Json steps = Json::array();
  for (const StoryStep& step : story.steps) {
    steps.push_back(Json::array({step.seconds, step.lane, static_cast<unsigned>(step.kind), step.words, step.place,
                                 step.causes, step.event}));
  }
  const Json all = {{"lanes", lanes}, {"steps", steps}, {"left_out", story.left_out}};
  return all.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Story story_from_json(std::string_view text) {
  const Json all = Json::parse(text);
  Story story;
  for (const Json& lane : all.at("lanes")) story.lanes.push_back({lane.at(0), lane.at(1)});
  for (const Json& each : all.at("steps")) {
    StoryStep step;
    step.seconds = each.at(0);
    step.lane = each.at(1);
    step.kind = static_cast<StoryKind>(each.at(2).get<unsigned>());
    step.words = each.at(3);
    step.place = each.at(4);
    step.causes = each.at(5).get<std::vector<std::uint32_t>>();
    step.event = each.at(6);
    story.steps.push_back(std::move(step));
  }
  story.left_out = all.at("left_out");
  return story;
}

}  // namespace windtunnel::findings
