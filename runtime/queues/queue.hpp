// Queue, PriorityQueue and LifoQueue: producers put items, consumers get them, and either may have to wait
// (laws Q1 to Q7).
#pragma once

#include <functional>

#include "runtime/queues/basic_queue.hpp"

namespace tornado::queues {

/// First in, first out.
template <class T>
using Queue = BasicQueue<T, void, FirstIn<T>>;

/// The lowest first.
template <class T, class Less = std::less<T>>
using PriorityQueue = BasicQueue<T, void, Lowest<T, Less>>;

/// Last in, first out.
template <class T>
using LifoQueue = BasicQueue<T, void, LastIn<T>>;

}  // namespace tornado::queues
