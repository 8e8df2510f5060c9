// A subject and the Trace that its runs leave; see subject_handle.hpp.
#pragma once

#include "harness/core/subject_handle.hpp"
#include "harness/core/trace.hpp"
