#include "harness/engine/shard_request.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fmt/format.h>
#include <stdexcept>
#include <system_error>
#include <vector>

namespace windtunnel::engine {

namespace {

struct BatchEngine {
  std::string_view name;
  const char* index;
  const char* count;    // null: the engine does not say how many there are
  std::uint64_t first;  // the lowest index
};

constexpr BatchEngine batch_engines[] = {
    {"slurm", "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", 0},
    {"kubernetes", "JOB_COMPLETION_INDEX", nullptr, 0},
    {"gitlab", "CI_NODE_INDEX", "CI_NODE_TOTAL", 1},
    {"buildkite", "BUILDKITE_PARALLEL_JOB", "BUILDKITE_PARALLEL_JOB_COUNT", 0},
    {"bazel", "TEST_SHARD_INDEX", "TEST_TOTAL_SHARDS", 0},
    {"gtest", "GTEST_SHARD_INDEX", "GTEST_TOTAL_SHARDS", 0},
};

constexpr std::string_view any_engine = "auto";

// "auto/16": which engine, and how many shards if that is said.
struct Request {
  std::string_view engine;
  std::string_view count;
  bool has_count;
};

Request split(std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return {text, {}, false};
  return {text.substr(0, slash), text.substr(slash + 1), true};
}

bool is_named(const BatchEngine& engine, std::string_view name) {
  return name == any_engine || name == engine.name;
}

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::uint64_t checked_count(std::string_view what, std::optional<std::uint64_t> count) {
  if (count && *count >= 1 && *count <= most_shards) return *count;
  throw std::invalid_argument(fmt::format("needs a number of shards from 1 to {}: {}", most_shards, what));
}

// The variables of one engine, each noted as it is read.
class Variables {
 public:
  Variables(const BatchEngine& engine, const Environment& environment)
      : engine_(engine), environment_(environment) {}

  // An empty variable is as one that is not set.
  static bool is_set(const Environment& environment, const char* name) {
    return !environment(name).value_or("").empty();
  }

  // The request that these variables make. `count` is how many shards there are, if the request said so.
  ShardRequest request(std::optional<std::uint64_t> count) {
    ShardRequest made;
    made.shard = engine_.name == "slurm" ? slurm_shard(count) : shard(count);
    made.engine = engine_.name;
    made.variables = read_;
    return made;
  }

 private:
  // The number in a variable; `otherwise` if it is not set.
  std::uint64_t number(const char* name, std::optional<std::uint64_t> otherwise = std::nullopt) {
    const std::string text = environment_(name).value_or("");
    if (text.empty() && otherwise) return *otherwise;
    if (text.empty()) throw std::invalid_argument(fmt::format("needs {}, which is not set", name));
    read_ += fmt::format("{}{}={}", read_.empty() ? "" : ", ", name, text);
    if (const auto read = number_in(text)) return *read;
    throw std::invalid_argument(fmt::format("needs whole numbers: {}={}", name, text));
  }

  std::uint64_t count() {
    if (engine_.count == nullptr) {
      throw std::invalid_argument(fmt::format(
          "does not say how many shards there are, and {} has no variable for that: write {}/n for n shards",
          engine_.name, engine_.name));
    }
    const std::uint64_t read = number(engine_.count);
    return checked_count(read_, read);
  }

  Shard placed(std::uint64_t place, std::uint64_t count) const {
    if (place < count) return {place + 1, count};
    throw std::invalid_argument(fmt::format("names no shard: {} is out of range: of {} shards it is {} to {}",
                                            read_, count, engine_.first, engine_.first + count - 1));
  }

  Shard shard(std::optional<std::uint64_t> asked) {
    const std::uint64_t index = number(engine_.index);
    if (!asked || (engine_.count != nullptr && is_set(environment_, engine_.count))) {
      const std::uint64_t said = count();
      if (asked && *asked != said)
        throw std::invalid_argument(fmt::format("disagrees with {}: that is not {} shards", read_, *asked));
      asked = said;
    }
    // An index below the first one is out of range, too.
    return placed(index < engine_.first ? UINT64_MAX : index - engine_.first, *asked);
  }

  // An array may begin anywhere, have steps, and name single tasks, one that is run again for example.
  Shard slurm_shard(std::optional<std::uint64_t> asked) {
    const std::uint64_t index = number(engine_.index);
    if (asked) {
      // One that counts from 1 would leave the first shard out.
      return placed(std::max(index, number("SLURM_ARRAY_TASK_MAX", index)) < *asked ? index : UINT64_MAX,
                    *asked);
    }
    const std::uint64_t tasks = count();
    const std::uint64_t first = number("SLURM_ARRAY_TASK_MIN", 0);
    const std::uint64_t last = number("SLURM_ARRAY_TASK_MAX", first + tasks - 1);
    if (first > 1 || last - first != tasks - 1) {
      throw std::invalid_argument(
          fmt::format("needs an array without gaps that begins at 0 or 1: {}; for an array of some of n "
                      "shards, counted from 0, write slurm/n",
                      read_));
    }
    return placed(index < first ? UINT64_MAX : index - first, tasks);
  }

  const BatchEngine& engine_;
  const Environment& environment_;
  std::string read_;
};

std::vector<const BatchEngine*> engines_that_run_here(std::string_view name, const Environment& environment) {
  std::vector<const BatchEngine*> found;
  for (const BatchEngine& engine : batch_engines)
    if (is_named(engine, name) && Variables::is_set(environment, engine.index)) found.push_back(&engine);
  return found;
}

[[noreturn]] void refuse_without_variables(std::string_view name) {
  std::string variables;
  for (const BatchEngine& engine : batch_engines)
    if (is_named(engine, name)) variables += fmt::format("{}{}", variables.empty() ? "" : ", ", engine.index);
  throw std::invalid_argument(fmt::format("finds no batch engine: none of {} is set", variables));
}

}  // namespace

std::optional<std::string> own_variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

std::string shard_requests() {
  std::string names;
  for (const BatchEngine& engine : batch_engines) names += fmt::format(", {}", engine.name);
  return fmt::format("i/n, the i-th of n shards, with n up to {}, nor a batch engine: {}{}; also with /n",
                     most_shards, any_engine, names);
}

ShardRequest read_shard_request(std::string_view text, const Environment& environment) {
  const Request request = split(text);
  bool is_engine = false;
  for (const BatchEngine& engine : batch_engines) is_engine = is_engine || is_named(engine, request.engine);
  if (!is_engine) {
    if (const auto shard = read_shard(text)) return {*shard, {}, {}};
    throw std::invalid_argument("is not " + shard_requests());
  }
  std::optional<std::uint64_t> count;
  if (request.has_count) count = checked_count(request.count, number_in(request.count));
  std::optional<ShardRequest> found;
  for (const BatchEngine* engine : engines_that_run_here(request.engine, environment)) {
    const ShardRequest other = Variables(*engine, environment).request(count);
    if (found && found->shard != other.shard) {
      throw std::invalid_argument(
          fmt::format("finds two batch engines that disagree: {} and {}; name one of them: {} or {}",
                      in_words(*found), in_words(other), found->engine, other.engine));
    }
    if (!found) found = other;
  }
  if (!found) refuse_without_variables(request.engine);
  return *found;
}

bool may_ask(std::string_view request, std::string_view engine) {
  const std::string_view name = split(request).engine;
  return name == any_engine || name == engine;
}

std::string in_words(const ShardRequest& request) {
  std::string words = fmt::format("shard {} of {}", request.shard.number, request.shard.count);
  if (!request.engine.empty()) words += fmt::format(" ({}: {})", request.engine, request.variables);
  return words;
}

}  // namespace windtunnel::engine
