#include "harness/subjects/programs/draw_stream_script.hpp"

#include <algorithm>
#include <array>

#include "harness/subjects/programs/script_draw.hpp"

namespace windtunnel::subjects {

namespace {

// What an end may write in all: Linux's first window over loopback, and the buffer of a simulated socket.
constexpr std::size_t most_written = 60'000;

constexpr std::size_t call_sizes[] = {5, 1, 0, 17, 40, 100, 300};
constexpr std::size_t medium_size = 5000;
constexpr std::size_t large_size = 40'000;
constexpr std::size_t search_limits[] = {20, 5, 1, 60, 300};
constexpr std::string_view delimiters[] = {"\\n", "\\r\\n", ";", "eta", "zz"};
constexpr std::string_view patterns[] = {"[;\\n]", "e+ta", "\\r?\\n", "t[ah]", "q", "x*", "[a-z]+;"};

// How often an end calls what, out of the sum.
struct Weight {
  StreamVerb verb;
  std::uint32_t weight;
};
constexpr Weight weights[] = {
    {StreamVerb::write, 10},       {StreamVerb::read_bytes, 6},  {StreamVerb::read_until, 6},
    {StreamVerb::read_partial, 4}, {StreamVerb::read_regex, 4},  {StreamVerb::read_all, 3},
    {StreamVerb::stream_bytes, 3}, {StreamVerb::stream_all, 2},  {StreamVerb::close, 2},
    {StreamVerb::half_close, 1},   {StreamVerb::watch_close, 3}, {StreamVerb::ignore_close, 1},
    {StreamVerb::state, 3}};

class ScriptMaker : ScriptDraw {
 public:
  explicit ScriptMaker(tornado::ChoiceSource& choices) : ScriptDraw(choices, "stream_script") {}

  StreamScript make(std::uint32_t steps) {
    StreamScript script;
    script.deaf = chance(20);
    if (chance(4)) {
      if (chance(2)) script.buffer = one<std::size_t>({100, 7, 1000});
      if (chance(2)) script.chunk = one<std::size_t>({16, 1, 3, 200});
      if (chance(3)) script.write_buffer = one<std::size_t>({50, 1, 400});
    }
    small_ = script.buffer != 0 || script.chunk != 0;
    script.steps.emplace_back().push_back(connect());
    // What an end calls at once with the connect.
    if (chance(4)) script.steps.back().push_back(call('a'));
    const std::uint32_t count = choose(std::max(steps, 1U));
    for (std::uint32_t step = 0; step < count; ++step) {
      std::vector<StreamCall>& calls = script.steps.emplace_back();
      if (!small_ && chance(20)) {
        add_large(calls);
        continue;
      }
      const std::uint32_t more = chance(3) ? choose(3) + 1 : 0;
      for (std::uint32_t at = 0; at <= more; ++at) calls.push_back(call(one<char>({'a', 'b'})));
    }
    return script;
  }

 private:
  StreamCall connect() {
    StreamCall call;
    call.verb = StreamVerb::connect;
    call.by_callback = chance(4);
    return call;
  }

  StreamCall call(char end) {
    StreamCall call;
    call.end = end;
    call.verb = verb();
    if (call.verb == StreamVerb::write) {
      call.size = to_write(end, size());
      call.by_callback = chance(3);
    }
    if (is_read(call.verb)) finish_read(call);
    return call;
  }

  void finish_read(StreamCall& call) {
    if (has_size(call.verb)) call.size = size();
    if (call.verb == StreamVerb::read_until) call.pattern = one(delimiters);
    if (call.verb == StreamVerb::read_regex) call.pattern = one(patterns);
    if (has_pattern(call.verb) && chance(3)) call.most = one(search_limits);
    call.by_callback = chance(3);
    if (!call.by_callback) call.limited = chance(4);
  }

  StreamVerb verb() {
    std::uint32_t sum = 0;
    for (const Weight& each : weights) sum += each.weight;
    std::uint32_t drawn = choose(sum);
    for (const Weight& each : weights) {
      if (drawn < each.weight) return each.verb;
      drawn -= each.weight;
    }
    return StreamVerb::state;
  }

  // More than a search looks at in one go.
  void add_large(std::vector<StreamCall>& calls) {
    StreamCall read;
    read.end = one<char>({'b', 'a'});
    read.verb = one<StreamVerb>({StreamVerb::read_all, StreamVerb::read_bytes});
    read.size = has_size(read.verb) ? large_size : 0;
    StreamCall write;
    write.end = read.end == 'a' ? 'b' : 'a';
    write.verb = StreamVerb::write;
    write.size = to_write(write.end, large_size);
    calls.push_back(read);
    calls.push_back(write);
  }

  std::size_t size() { return !small_ && chance(8) ? medium_size : one(call_sizes); }

  std::size_t to_write(char end, std::size_t wanted) {
    std::size_t& written = written_[end == 'a' ? 0 : 1];
    const std::size_t size = std::min(wanted, most_written - written);
    written += size;
    return size;
  }

  bool small_ = false;                    // it has small limits: more bytes would come in too many chunks
  std::array<std::size_t, 2> written_{};  // by each end
};

}  // namespace

StreamScript draw_stream_script(tornado::ChoiceSource& choices, std::uint32_t steps) {
  return ScriptMaker(choices).make(steps);
}

}  // namespace windtunnel::subjects
