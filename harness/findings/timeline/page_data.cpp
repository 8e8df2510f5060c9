#include "harness/findings/timeline/page_data.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/findings/compare_stories.hpp"
#include "harness/findings/timeline/markup.hpp"

namespace windtunnel::findings {

namespace {

using DataJson = nlohmann::json;

std::string element(std::string_view attributes, const DataJson& json) {
  return "<script type=\"application/json\" " + std::string(attributes) + ">" +
         in_script(json.dump(-1, ' ', true, DataJson::error_handler_t::replace)) + "</script>\n";
}

// The texts of a story, each once.
class Texts {
 public:
  // The place of the step's text; it is added if need be.
  std::size_t place_of(const StoryStep& step) {
    const auto [at, is_new] = places_.emplace(
        std::pair<std::string_view, std::string_view>(step.words, step.place), places_.size());
    if (is_new) {
      if (parts_.empty() || parts_.back().size() == texts_a_part) parts_.push_back(DataJson::array());
      parts_.back().push_back({step.words, step.place});
    }
    return at->second;
  }

  std::string elements(std::string_view attributes) const {
    std::string elements;
    for (const DataJson& part : parts_) elements += element(attributes, part);
    return elements;
  }

 private:
  std::map<std::pair<std::string_view, std::string_view>, std::size_t> places_;
  std::vector<DataJson> parts_;
};

DataJson numbers_of(const Story& story, Texts& texts) {
  DataJson lanes = DataJson::array();
  for (const StoryLane& lane : story.lanes) lanes.push_back({lane.name, lane.host});
  DataJson seconds = DataJson::array();
  DataJson lane = DataJson::array();
  DataJson kind = DataJson::array();
  DataJson text = DataJson::array();
  DataJson causes = DataJson::array();
  for (const StoryStep& step : story.steps) {
    seconds.push_back(step.seconds);
    lane.push_back(step.lane);
    kind.push_back(static_cast<unsigned>(step.kind));
    text.push_back(texts.place_of(step));
    causes.push_back(step.causes);
  }
  return {{"lanes", std::move(lanes)},  {"left_out", story.left_out}, {"seconds", std::move(seconds)},
          {"lane", std::move(lane)},    {"kind", std::move(kind)},    {"text", std::move(text)},
          {"causes", std::move(causes)}};
}

}  // namespace

std::string page_data(const Story& run, const Story* passing) {
  Texts texts;
  Texts texts_of_passing;
  DataJson data = {
      {"run", numbers_of(run, texts)}, {"passing", nullptr}, {"parting", -1}, {"part", texts_a_part}};
  if (passing != nullptr) {
    data["passing"] = numbers_of(*passing, texts_of_passing);
    data["parting"] = difference_of(run, *passing).equal;
  }
  return element("id=\"data\"", data) + texts.elements("class=\"run\"") +
         texts_of_passing.elements("class=\"passing\"");
}

}  // namespace windtunnel::findings
