#include "harness/core/step_name.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace windtunnel::core {

namespace {

constexpr std::size_t longest_name = 500;

std::string_view verb(tornado::Touch touch) {
  switch (touch) {
    case tornado::Touch::read:
      return "read";
    case tornado::Touch::write:
      return "write";
    case tornado::Touch::anything:
      return "ready";
    default:
      return "turn";
  }
}

}  // namespace

std::string escaped(std::string_view name, std::string_view special) {
  std::string text;
  for (const char byte : name) {
    const auto code = static_cast<unsigned char>(byte);
    const bool plain = code > 0x20 && code < 0x7f && special.find(byte) == std::string_view::npos;
    if (plain) {
      text += byte;
    } else {
      text += fmt::format("%{:02x}", code);
    }
  }
  return text;
}

std::optional<std::string> unescaped(std::string_view text) {
  std::string name;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      name += text[at];
      continue;
    }
    unsigned code = 0;
    const char* const end = text.data() + std::min(at + 3, text.size());
    const auto read = std::from_chars(text.data() + at + 1, end, code, 16);
    if (read.ec != std::errc() || read.ptr != text.data() + at + 3) return std::nullopt;
    name += static_cast<char>(code);
    at += 2;
  }
  return name;
}

std::string to_text(const StepName& name) {
  std::string text = name.task.empty() ? "main" : name.task;
  if (name.any_of_kin) text += '*';
  text += '/' + name.action;
  if (name.occurrence != 0) text += '#' + std::to_string(name.occurrence);
  return text;
}

std::optional<StepName> parse_step_name(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos || slash == 0 || text.size() > longest_name) return std::nullopt;
  StepName name;
  std::string_view task = text.substr(0, slash);
  std::string_view action = text.substr(slash + 1);
  if (task.ends_with('*')) {
    name.any_of_kin = true;
    task.remove_suffix(1);
  }
  name.task = task == "main" ? "" : task;
  name.occurrence = 0;
  if (const std::size_t mark = action.find('#'); mark != std::string_view::npos) {
    const std::string_view number = action.substr(mark + 1);
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), name.occurrence);
    if (error != std::errc() || end != number.data() + number.size() || name.occurrence == 0)
      return std::nullopt;
    action = action.substr(0, mark);
  }
  const auto unfit = [](char byte) {
    return static_cast<unsigned char>(byte) <= 0x20 || static_cast<unsigned char>(byte) >= 0x7f ||
           byte == ';' || byte == '*';
  };
  if (action.empty() ||
      std::any_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(task.size()), unfit) ||
      std::any_of(action.begin(), action.end(), unfit))
    return std::nullopt;
  name.action = action;
  return name;
}

void StepNamer::start() {
  last_ = 0;
  done_seen_ = 0;
  counts_.clear();
  paths_.clear();
}

std::string StepNamer::kin(std::string_view task) {
  std::string kin;
  for (std::size_t at = 0; at < task.size(); ++at) {
    if (task[at] != '#') {
      kin += task[at];
      continue;
    }
    while (at + 1 < task.size() && task[at + 1] != '/') ++at;
  }
  return kin;
}

void StepNamer::gather(const tornado::StepLog& steps) {
  fresh_.clear();
  const auto done = steps.done();
  for (; done_seen_ < done.size(); ++done_seen_)
    if (done[done_seen_].number > last_) fresh_.push_back(done[done_seen_]);
  for (std::size_t at = steps.ready_count(); at > 0 && steps.ready(at - 1).number > last_; --at)
    fresh_.push_back(steps.ready(at - 1));
  std::sort(fresh_.begin(), fresh_.end(),
            [](const tornado::Step& left, const tornado::Step& right) { return left.number < right.number; });
  if (!fresh_.empty()) last_ = fresh_.back().number;
}

StepName StepNamer::name_of(const tornado::Step& step, const tornado::StepLog& steps) {
  const auto same = [&](const Count& count) {
    return count.task == step.task && count.object == step.object && count.touch == step.touch;
  };
  auto count = std::find_if(counts_.begin(), counts_.end(), same);
  if (count == counts_.end()) count = counts_.insert(count, {step.task, step.object, step.touch, 0});
  StepName name;
  name.task = path_of(step.task, steps);
  const std::string object = escaped(steps.object_name(step.object));
  name.action = object.empty() || step.touch == tornado::Touch::anything
                    ? std::string(verb(step.touch))
                    : object + "." + std::string(verb(step.touch));
  name.occurrence = ++count->count;
  return name;
}

// Its parent's path, its name, and which of its parent's tasks of that name it is.
const std::string& StepNamer::path_of(std::uint32_t task, const tornado::StepLog& steps) {
  while (paths_.size() <= task) {
    const auto next = static_cast<std::uint32_t>(paths_.size());
    std::string path;
    if (next != 0) {
      const std::uint32_t parent = steps.parent(next);
      std::uint32_t place = 1;
      for (std::uint32_t elder = 1; elder < next; ++elder) {
        place += steps.parent(elder) == parent && steps.task_name(elder) == steps.task_name(next) ? 1U : 0U;
      }
      if (!paths_[parent].empty()) path = paths_[parent] + "/";
      path += escaped(steps.task_name(next));
      if (place > 1) path += "#" + std::to_string(place);
    }
    paths_.push_back(std::move(path));
  }
  return paths_[task];
}

}  // namespace windtunnel::core
