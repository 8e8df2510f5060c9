#include <gtest/gtest.h>

#include "runtime/sim/network/fault.hpp"
#include "tests/harness/properties/laws/events.hpp"

namespace windtunnel::properties {
namespace {

using tornado::SocketEnd;
using tornado::StreamCallback;
using tornado::StreamRead;

std::string v16(const Events& events, core::SchedulingModel model = core::SchedulingModel::exact) {
  return verdict("V16", events, model);
}

// Stream 1 on socket 1 is connected to stream 2 on socket 2, and has written "hello".
Events written() {
  return Events()
      .stream_opened(1, 1)
      .socket_connected(1, 2)
      .stream_opened(2, 2)
      .stream_written(1, "hello")
      .socket_sent(1, 5);
}

TEST(V16ByteStream, APrefixOfWhatWasWrittenIsSilent) {
  const Events good = Events(written())
                          .stream_reads(2, 7)
                          .socket_received(2, 5)
                          .stream_read(2, "he")
                          .stream_reads(2, 8)
                          .stream_read(2, "llo")
                          .idle();
  EXPECT_EQ(v16(good), "");
  EXPECT_EQ(v16(good, core::SchedulingModel::adversarial), "");
  EXPECT_EQ(v16(Events(written()).socket_received(2, 5).socket_ended(2).socket_received(2, 0).idle()), "");
  EXPECT_EQ(v16(Events().stream_opened(3, 0).stream_read(3, "x")), "") << "its peer is unknown";
}

TEST(V16ByteStream, OtherBytesAreAViolation) {
  EXPECT_EQ(v16(Events(written()).socket_received(2, 5).stream_read(2, "he").stream_read(2, "elo")),
            "7: stream 2 gives other bytes than stream 1 was given to write, at 2");
}

TEST(V16ByteStream, TooManyBytesAreAViolation) {
  EXPECT_EQ(v16(Events(written()).socket_received(2, 5).stream_read(2, "hello").stream_read(2, "h")),
            "7: stream 2 has given 6 bytes, but stream 1 was given 5 to write");
  EXPECT_EQ(v16(Events(written()).socket_received(2, 6)),
            "5: socket 2 has received 6 bytes, but its peer sent 5");
}

TEST(V16ByteStream, ACleanEndBeforeAllDataIsAViolation) {
  const Events early = Events(written()).socket_received(2, 3).socket_ended(2).socket_received(2, 0);
  EXPECT_EQ(v16(early), "7: socket 2 is at the end after 3 bytes, but its peer sent 5");
  EXPECT_EQ(
      v16(Events(written()).socket_received(2, 3).socket_ended(2, SocketEnd::reset).socket_received(2, 0)),
      "")
      << "a reset loses data";
  EXPECT_EQ(v16(Events(written())
                    .network_fault(1, tornado::Fault::half_close)
                    .socket_ended(2)
                    .socket_received(2, 0)),
            "")
      << "the network made the end up";
}

TEST(V16ByteStream, TheResultOfAReadInChunksIsEmpty) {
  const Events chunks = Events(written()).stream_reads(2, 7, StreamRead::chunk).socket_received(2, 5);
  EXPECT_EQ(v16(Events(chunks).stream_read(2, "hello", StreamRead::chunk).stream_read(2, "")), "");
  EXPECT_EQ(v16(Events(chunks).stream_read(2, "hell", StreamRead::chunk).stream_read(2, "o")),
            "8: stream 2 gives 1 bytes as the result of a read in chunks");
}

TEST(V16ByteStream, TheCloseCallbackComesLast) {
  const Events pending =
      Events(written()).stream_callback_queued(2, 1, StreamCallback::read).stream_closed(2);
  EXPECT_EQ(v16(Events(pending).stream_callback_queued(2, 2, StreamCallback::close)),
            "7: stream 2 queues its close callback before 1 of its callbacks have run");
  EXPECT_EQ(
      v16(Events(pending).stream_callback_begin(2, 1).stream_callback_queued(2, 2, StreamCallback::close)),
      "");
}

TEST(V16ByteStream, TheCloseCallbackComes) {
  const Events closed = Events(written()).stream_close_callback(2, true).stream_closed(2);
  EXPECT_EQ(v16(Events(closed).idle()), "7: stream 2 is closed, and its close callback was never run");
  EXPECT_EQ(v16(Events(closed).stream_close_callback(2, false).idle()), "");
}

TEST(V16ByteStream, NobodyWaitsForEver) {
  const Events reading = Events(written()).stream_reads(2, 7);
  EXPECT_EQ(v16(Events(reading).socket_received(2, 5).socket_ended(2).idle()),
            "8: stream 2 waits for data, but its socket 2 has learnt that none comes");
  EXPECT_EQ(v16(Events(reading).socket_received(2, 5).socket_ended(2).clock(1)),
            "8: stream 2 waits for data, but its socket 2 has learnt that none comes");
  EXPECT_EQ(v16(Events(reading).idle()),
            "6: stream 2 waits for data, but 5 bytes that were sent to it are not received");
  EXPECT_EQ(v16(Events(reading).network_fault(1, tornado::Fault::silence).idle()), "");
  EXPECT_EQ(v16(Events(reading).stream_closed(2).idle()),
            "7: stream 2 is closed, and future 7, for its data, is not set");
  EXPECT_EQ(v16(Events(reading).stream_closed(2).future_set(7, 1).idle()), "");
  EXPECT_EQ(v16(Events(written()).stream_closed(2).stream_reads(2, 7).idle()), "") << "that read raised";
}

TEST(V16ByteStream, BytesThatWereNotKeptAreNotCompared) {
  LawSet laws(std::vector<std::string>{"V16"}, core::all_guarantees);
  const Events run = Events(written()).socket_received(2, 5).stream_read(2, "other");
  EXPECT_FALSE(check(laws, run.list(), core::SchedulingModel::exact, ""));
  EXPECT_TRUE(check(laws, run.list(), core::SchedulingModel::exact, run.bytes()));
}

}  // namespace
}  // namespace windtunnel::properties
