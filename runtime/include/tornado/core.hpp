// The core of the runtime: Future, IOLoop, coroutines, gen, locks and queues.
#pragma once

#include "runtime/core.hpp"
