// SuspendedFrames: the coroutines that wait on a loop. They are destroyed with the loop, newest first, so
// that no program leaks, however it ends.
#pragma once

namespace tornado {

/// A link of the list; a Runner is one.
class SuspendedFrame {
 public:
  SuspendedFrame(const SuspendedFrame&) = delete;
  SuspendedFrame& operator=(const SuspendedFrame&) = delete;

  /// The next one in the list; null for the last.
  SuspendedFrame* older() const noexcept { return older_; }

 protected:
  SuspendedFrame() = default;
  ~SuspendedFrame() = default;

 private:
  friend class SuspendedFrames;
  SuspendedFrame* newer_ = nullptr;
  SuspendedFrame* older_ = nullptr;
};

/// The list, newest first; the newest is the one that first suspended last.
class SuspendedFrames {
 public:
  void add(SuspendedFrame& frame) noexcept {
    frame.older_ = newest_;
    if (newest_ != nullptr) newest_->newer_ = &frame;
    newest_ = &frame;
  }

  void remove(SuspendedFrame& frame) noexcept {
    if (frame.older_ != nullptr) frame.older_->newer_ = frame.newer_;
    (frame.newer_ != nullptr ? frame.newer_->older_ : newest_) = frame.older_;
    frame.newer_ = frame.older_ = nullptr;
  }

  /// Null if the list is empty.
  SuspendedFrame* newest() const noexcept { return newest_; }

 private:
  SuspendedFrame* newest_ = nullptr;
};

}  // namespace tornado
