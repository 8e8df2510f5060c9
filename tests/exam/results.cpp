#include "tests/exam/results.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <tuple>
#include <utility>

namespace windtunnel::exam {
namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Examined& examined) {
  const Mutant& mutant = examined.mutant;
  Json json = {{"file", mutant.file},     {"line", mutant.line},   {"rule", mutant.rule},
               {"before", mutant.before}, {"after", mutant.after}, {"reached", examined.reached}};
  for (const Verdict& verdict : examined.verdicts)
    json["verdicts"].push_back({{"killed", verdict.killed},
                                {"cost", verdict.cost.count()},
                                {"how", verdict.how},
                                {"decisions", verdict.decisions},
                                {"program_bytes", verdict.program_bytes}});
  return json;
}

Examined examined_of(const Json& json) {
  Examined examined{
      {json.at("file"), json.at("line"), json.at("rule"), json.at("before"), json.at("after"), 0, 0, ""},
      {},
      json.at("reached")};
  const Json& verdicts = json.at("verdicts");
  if (verdicts.size() != examined.verdicts.size()) throw std::invalid_argument("a mutant has other methods");
  for (std::size_t at = 0; at < verdicts.size(); ++at) {
    const Json& verdict = verdicts[at];
    examined.verdicts[at] = {verdict.at("killed"), Seconds(verdict.at("cost").get<double>()),
                             verdict.at("how"), verdict.at("decisions"), verdict.at("program_bytes")};
  }
  return examined;
}

}  // namespace

std::string results_text(const Exam& exam) {
  Json json = {{"rules_make", exam.rules_make},
               {"sample", exam.sample},
               {"seed", exam.seed},
               {"property_time", exam.property_time.count()},
               {"shard", {exam.shard.number, exam.shard.count}},
               {"examined", Json::array()}};
  for (const Examined& examined : exam.examined) json["examined"].push_back(to_json(examined));
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Exam results_in(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    Exam exam;
    exam.rules_make = json.at("rules_make");
    exam.sample = json.at("sample");
    exam.seed = json.at("seed");
    exam.property_time = Seconds(json.at("property_time").get<double>());
    exam.shard = {json.at("shard").at(0), json.at("shard").at(1)};
    if (exam.shard.number < 1 || exam.shard.number > exam.shard.count ||
        exam.shard.count > engine::most_shards)
      throw std::invalid_argument("these are no results of an exam: there is no such shard");
    for (const Json& examined : json.at("examined")) exam.examined.push_back(examined_of(examined));
    return exam;
  } catch (const Json::exception& error) {
    throw std::invalid_argument(fmt::format("these are no results of an exam: {}", error.what()));
  }
}

JoinedExam join(const std::vector<KeptExam>& exams) {
  const Exam& first = exams.at(0).exam;
  JoinedExam joined{first, report::ShardRoll(first.shard.count)};
  joined.exam.examined.clear();
  joined.exam.shard = {};
  for (const auto& [file, part] : exams) {
    if (std::tuple(part.rules_make, part.sample, part.seed, part.property_time, part.shard.count) !=
        std::tuple(first.rules_make, first.sample, first.seed, first.property_time, first.shard.count))
      throw std::invalid_argument(fmt::format("{}: this is of another exam than {}", file, exams[0].file));
    joined.shards.enter(part.shard, part.examined.size() < share_of(part.shard, part.sample), file);
    joined.exam.examined.insert(joined.exam.examined.end(), part.examined.begin(), part.examined.end());
  }
  sort(joined.exam);
  return joined;
}

void sort(Exam& exam) {
  std::ranges::sort(exam.examined, {},
                    [](const Examined& one) { return std::pair(one.mutant.file, one.mutant.line); });
}

}  // namespace windtunnel::exam
