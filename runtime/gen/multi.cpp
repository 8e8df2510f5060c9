#include "runtime/gen/multi.hpp"

#include <memory>

namespace tornado {

namespace {

struct Gathering {
  std::vector<Ref<FutureCell>> children;
  Ref<FutureCell> result;
  QuietExceptions quiet;
  Callback succeed;
  std::size_t unfinished = 0;  // distinct children; one that appears twice counts once

  void child_done() {
    if (--unfinished == 0) finish();
  }

  void finish() {
    bool failed = false;
    for (const Ref<FutureCell>& child : children) {
      if (!child->failed()) continue;
      failed = true;
      std::exception_ptr error = child->retrieve_error(Retriever::runtime);
      if (result->done()) {
        quiet.log(ErrorKind::multiple, error);
      } else {
        result->set_exception(std::move(error));
      }
    }
    if (!failed && !result->done()) succeed();
  }
};

}  // namespace

void gather(std::vector<Ref<FutureCell>> children, Ref<FutureCell> result, QuietExceptions quiet,
            Callback succeed) {
  if (IOLoop* loop = IOLoop::current_or_null(); loop != nullptr && loop->observer() != nullptr) {
    loop->note(EventKind::multi, result->id(), static_cast<std::uint32_t>(children.size()));
    for (const auto& child : children) loop->note(EventKind::multi_child, result->id(), child->id());
  }
  if (children.empty()) return succeed();
  auto gathering = pool_shared<Gathering>();
  gathering->children = std::move(children);
  gathering->result = std::move(result);
  gathering->quiet = std::move(quiet);
  gathering->succeed = std::move(succeed);
  std::vector<FutureCell*> distinct;
  distinct.reserve(gathering->children.size());
  for (const auto& child : gathering->children) {
    if (child->mark()) distinct.push_back(child.get());
  }
  for (FutureCell* child : distinct) child->unmark();
  gathering->unfinished = distinct.size();
  for (FutureCell* child : distinct) {
    child->add_done_callback([gathering](FutureCell&) { gathering->child_done(); });
  }
}

}  // namespace tornado
