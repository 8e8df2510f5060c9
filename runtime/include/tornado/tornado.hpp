// The whole runtime except HTTP: the core, stack contexts, yield points and streams.
#pragma once

#include "runtime/tornado.hpp"
