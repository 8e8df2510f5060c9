#include "tests/programs/key_value_subject.hpp"

#include <fmt/format.h>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "harness/subjects/native_run.hpp"
#include "tests/programs/key_value.hpp"

namespace key_value {

namespace {

using tornado::Duration;
using tornado::Future;
using windtunnel::NativeRun;

constexpr Duration timeout{10};
constexpr std::uint32_t most_calls = 6;

// Of the values that are put. On a network that cuts nothing, the first four are sent in one piece.
constexpr std::size_t sizes[] = {3, 0, 40, 3000, 200'000};
constexpr std::uint32_t all_sizes = std::size(sizes);
constexpr std::uint32_t sizes_in_one_piece = 4;

// What a key may hold. A put that failed may have been carried out, or still be on its way and overtake later
// ones: its value stays possible.
class Model {
 public:
  void put_begins(const std::string& key, const std::string& value) { possible_[key].insert(value); }
  void put_done(const std::string& key, const std::string& value) { certain_[key] = value; }
  void put_failed(const std::string& key) { uncertain_.insert(key); }

  // Whether a get may give that.
  bool allows(const std::string& key, const std::optional<std::string>& got) {
    const auto certain = certain_.find(key);
    const std::optional<std::string> expected =
        certain == certain_.end() ? std::nullopt : std::optional(certain->second);
    if (got == expected) return true;
    return got && uncertain_.contains(key) && possible_[key].contains(*got);
  }

 private:
  std::map<std::string, std::string> certain_;
  std::map<std::string, std::set<std::string>> possible_;
  std::set<std::string> uncertain_;  // keys with a put that failed
};

// One client and its program; it uses keys of its own, so that what it gets is its own to know.
class User {
 public:
  User(NativeRun& run, tornado::Network& network, std::uint32_t number, std::uint32_t size_count)
      : run_(run),
        size_count_(size_count),
        name_(fmt::format("user {}", number)),
        client_(network, "server", 80, timeout) {
    // Each call is asked for before it is drawn: a shrinker drops it with its choices, and the others stay.
    std::uint32_t call = 0;
    do {
      const bool puts = run.draw("key_value/get_or_put", 2) == 1;
      calls_.push_back({puts, fmt::format("{}{}", number, "ab"[run.draw("key_value/key", 2)]),
                        puts ? drawn_value(call) : std::string()});
    } while (++call < most_calls && run.draw("key_value/another", 2) == 1);
  }

  Future<void> work() {
    for (const Call& call : calls_) {
      if (call.puts) {
        model_.put_begins(call.key, call.value);
        const Future<void> putting = client_.put(call.key, call.value);
        co_yield tornado::settled(putting);
        put_done(call, putting);
      } else {
        const Future<std::optional<std::string>> getting = client_.get(call.key);
        co_yield tornado::settled(getting);
        got(call, getting);
      }
    }
    client_.close();
  }

  const std::string& wrong() const { return wrong_; }

 private:
  struct Call {
    bool puts;
    std::string key;
    std::string value;
  };

  std::string drawn_value(std::uint32_t call) {
    const std::size_t size = sizes[run_.draw("key_value/size", size_count_)];
    return fmt::format("{:x>{}}", call, size);
  }

  void put_done(const Call& call, const Future<void>& putting) {
    const std::exception_ptr error = putting.exception();
    run_.log(fmt::format("{} puts {} {}", name_, call.key, error ? "in vain" : "well"));
    if (!error) return model_.put_done(call.key, call.value);
    model_.put_failed(call.key);
    check_error(error);
  }

  void got(const Call& call, const Future<std::optional<std::string>>& getting) {
    if (const std::exception_ptr error = getting.exception()) {
      run_.log(fmt::format("{} gets {} in vain", name_, call.key));
      return check_error(error);
    }
    const std::optional<std::string>& value = getting.result();
    run_.log(fmt::format("{} gets {}: {}", name_, call.key, value ? value->substr(0, 8) : "nothing"));
    if (!model_.allows(call.key, value))
      object(fmt::format("{} gets a wrong value for {}: {}", name_, call.key,
                         value ? value->substr(0, 60) : "nothing"));
  }

  // The run is over then: what led to it is the last that happened.
  void object(std::string words) {
    if (wrong_.empty()) wrong_ = std::move(words);
    run_.loop().stop();
  }

  // The network may do much, but it makes no answer out of nothing.
  void check_error(const std::exception_ptr& error) {
    try {
      std::rethrow_exception(error);
    } catch (const ProtocolError& protocol_error) {
      object(fmt::format("{}: {}", name_, protocol_error.what()));
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): a call may fail
    }
  }

  NativeRun& run_;
  std::uint32_t size_count_;
  std::string name_;
  Client client_;
  std::vector<Call> calls_;
  Model model_;
  std::string wrong_;
};

void fly(Reading reading, tornado::Faults faults, std::uint32_t size_count, tornado::ChoiceSource& choices,
         const windtunnel::RunOptions& options, windtunnel::Trace& trace) {
  std::string wrong;
  {
    NativeRun run(choices, options, trace);
    tornado::LinkSettings settings;
    settings.faults = faults;
    tornado::SimNetwork network(run.loop(), settings);
    tornado::SimHost& client = network.add_host("client");
    Server server(network.add_host("server"), reading);
    server.listen(80);
    std::vector<std::unique_ptr<User>> users;
    const std::uint32_t count = 1 + run.draw("key_value/users", 2);
    for (std::uint32_t number = 1; number <= count; ++number)
      users.push_back(std::make_unique<User>(run, client, number, size_count));
    for (const auto& user : users) run.loop().spawn_callback([&user = *user] { return user.work(); });
    run.fly();
    for (const auto& user : users)
      if (wrong.empty()) wrong = user->wrong();
    run.loop().close();
  }
  if (!wrong.empty()) throw std::runtime_error(wrong);
}

void run_store(const void*, tornado::ChoiceSource& choices, const windtunnel::RunOptions& options,
               windtunnel::Trace& trace) {
  fly(Reading::messages, tornado::Faults::all(), all_sizes, choices, options, trace);
}

void run_segments(const void*, tornado::ChoiceSource& choices, const windtunnel::RunOptions& options,
                  windtunnel::Trace& trace) {
  // Only what leaves every byte to arrive, and what the network need not cut: what goes wrong then is
  // nobody's but the server's.
  fly(Reading::segments, tornado::harmless_faults, sizes_in_one_piece, choices, options, trace);
}

}  // namespace

const windtunnel::Subject subject = {run_store, nullptr, windtunnel::all_guarantees};
const windtunnel::Subject segments_subject = {run_segments, nullptr, windtunnel::all_guarantees};

}  // namespace key_value
