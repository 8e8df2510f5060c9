#include "harness/search/explorer.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <fmt/format.h>
#include <memory>
#include <stdexcept>
#include <sys/mman.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "harness/apart/children.hpp"
#include "harness/apart/shared_memory.hpp"
#include "harness/check/judge_apart.hpp"
#include "harness/search/search_share.hpp"
#include "harness/search/stream.hpp"

namespace windtunnel {

namespace {

std::size_t streams_of(const SearchOptions& options) {
  return enumerates(options.strategy) ? 1 : most_streams;
}

// Memory that a worker writes its reports into as into a file, and that is still there when it is not.
class Letter {
 public:
  Letter() : file_(memfd_create("report", MFD_CLOEXEC)) {
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), "a worker's report has no place");
  }
  Letter(const Letter&) = delete;
  Letter& operator=(const Letter&) = delete;
  ~Letter() { close(file_); }

  void write_whole(const std::string& text) const {
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t taken = write(file_, text.data() + at, text.size() - at);
      if (taken < 0) throw std::system_error(errno, std::generic_category(), "a report cannot be written");
      at += static_cast<std::size_t>(taken);
    }
  }
  std::string read_whole() const {
    std::string text(static_cast<std::size_t>(std::max<off_t>(0, lseek(file_, 0, SEEK_END))), '\0');
    for (std::size_t at = 0; at < text.size();) {
      const ssize_t got = pread(file_, text.data() + at, text.size() - at, static_cast<off_t>(at));
      if (got <= 0) throw std::system_error(errno, std::generic_category(), "a report cannot be read");
      at += static_cast<std::size_t>(got);
    }
    return text;
  }

 private:
  int file_;
};

constexpr std::size_t no_stream = most_streams;

// What a worker is doing: only while a stream flies can the end of its process be the subject's fault.
struct SearchDesk {
  std::atomic<std::uint64_t> pulse{0};  // moves with every run
  std::atomic<std::size_t> flying{no_stream};
};

// The job-th of so many workers has every so manieth stream.
void work(const Subject& subject, const SearchOptions& options, std::size_t job, std::size_t jobs,
          SearchShare& share, SearchDesk& desk, const Letter& letter) {
  std::vector<std::pair<std::size_t, std::unique_ptr<Stream>>> mine;
  for (std::size_t number = job; number < share.stream_count(); number += jobs)
    mine.emplace_back(number, std::make_unique<Stream>(subject, options, number, share.streams[number]));
  while (const std::uint64_t each = share.next_round()) {
    for (const auto& [number, stream] : mine) {
      if (!share.runs_now(number)) continue;
      desk.flying = number;
      stream->work(each, desk.pulse);
      desk.flying = no_stream;
      if (stream->has_broken()) share.found_in(number);
      if (stream->is_over()) share.stop();
    }
  }
  std::vector<StreamReport> reports;
  reports.reserve(mine.size());
  for (const auto& [number, stream] : mine) reports.push_back(stream->report());
  letter.write_whole(to_bytes(reports));
}

// The search as the parent of its workers sees it.
class Explorer {
 public:
  Explorer(const Subject& subject, const SearchOptions& options)
      : options_(options),
        jobs_(std::clamp<std::size_t>(options.jobs, 1, streams_of(options))),
        share_(static_cast<unsigned>(jobs_), streams_of(options), options.runs, options.time) {
    make_strategy(options.strategy, options.depth);
    for (std::size_t job = 0; job < jobs_; ++job) {
      desks_.emplace_back();
      letters_.push_back(std::make_unique<Letter>());
    }
    for (std::size_t job = 0; job < jobs_; ++job) {
      children_.start(
          [&, job] { work(subject, options_, job, jobs_, *share_, *desks_[job], *letters_[job]); },
          options.limits, &desks_[job]->pulse);
    }
  }

  SearchResult explore(const OnSearched& on_tick) {
    children_.look_after([&](std::size_t at, const Ending& ending) { settle(at, ending); },
                         [&] {
                           if (is_interrupted()) share_->stop();
                           if (on_tick) on_tick(share_->runs());
                         });
    if (on_tick) on_tick(share_->runs());
    if (!failure_.empty()) throw std::runtime_error(failure_);
    return result();
  }

 private:
  struct Death {
    Ending ending;
    ChoiceLog schedule;
  };

  bool is_interrupted() const { return options_.interrupted != nullptr && *options_.interrupted; }

  void settle(std::size_t worker, const Ending& ending) {
    if (ending.cause == Cause::returned) return;
    const std::size_t stream = desks_[worker]->flying;
    if (ending.cause != Cause::threw && stream != no_stream) {
      deaths_[stream] = Death{ending, share_->streams[stream].recorder.log()};
      share_->found_in(stream);
    } else {
      share_->stop();
      if (failure_.empty()) failure_ = loss_in_words(ending, "while no schedule was on");
    }
    share_->leave_out_one();
  }

  SearchResult result() {
    SearchResult all;
    // What the streams behind the one that broke something did in the last round depends on the workers.
    const std::size_t broken = share_->first_broken();
    const std::size_t count = std::min(broken + 1, share_->stream_count());
    all.only_counted =
        std::any_of(deaths_.begin(), deaths_.end(), [](const auto& death) { return death.has_value(); });
    if (all.only_counted) {
      for (std::size_t at = 0; at < count; ++at)
        all.coverage += Coverage(share_->streams[at].runs, share_->streams[at].steps, 0, 0, {});
    } else {
      std::vector<std::vector<StreamReport>> reports;
      reports.reserve(jobs_);
      for (const auto& letter : letters_) reports.push_back(reports_from_bytes(letter->read_whole()));
      for (std::size_t at = 0; at < count; ++at) all += reports[at % jobs_][at / jobs_];
    }
    all.seconds = share_->seconds();
    all.interrupted = is_interrupted();
    if (broken < share_->stream_count()) all.broken = what_broke(broken);
    return all;
  }

  Broken what_broke(std::size_t broken) const {
    Broken found;
    for (std::size_t at = 0; at < share_->stream_count(); ++at) {
      const StreamDesk& stream = share_->streams[at];
      found.run += at <= broken ? stream.runs.load() : stream.runs_before;
    }
    if (const std::optional<Death>& dead = deaths_[broken]) {
      found.schedule = dead->schedule;
      found.breach = death(dead->ending, dead->schedule.size());
      found.last_words = dead->ending.last_words;
    } else {
      found.schedule = share_->streams[broken].recorder.log();
      found.breach = share_->streams[broken].breach.read().value();
    }
    return found;
  }

  const SearchOptions& options_;
  const std::size_t jobs_;
  SharedMemory<SearchShare> share_;
  std::vector<SharedMemory<SearchDesk>> desks_;
  std::vector<std::unique_ptr<Letter>> letters_;
  Children children_;
  std::array<std::optional<Death>, most_streams> deaths_;
  std::string failure_;
};

}  // namespace

SearchResult search(const Subject& subject, const SearchOptions& options, const OnSearched& on_tick) {
  return Explorer(subject, options).explore(on_tick);
}

}  // namespace windtunnel
