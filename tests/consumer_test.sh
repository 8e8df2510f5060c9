#!/bin/sh
# Another project uses this one: an installed copy, with other people's warnings as errors, as Release with NDEBUG.
# usage: consumer_test.sh BUILD_FOLDER EXAMPLES WORK_FOLDER C++_COMPILER C++_STANDARD CMAKE
set -eu
build=$1 examples=$2 work=$3 compiler=$4 standard=$5 cmake=$6

rm -rf "$work"
"$cmake" --install "$build" --prefix "$work/installed" >/dev/null
# No file of the sources is used.
"$cmake" -S "$examples" -B "$work/build" -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_COMPILER="$compiler" \
  -DCMAKE_CXX_STANDARD="$standard" -DCMAKE_PREFIX_PATH="$work/installed" \
  -DCMAKE_CXX_FLAGS="-Wall -Wextra -Werror -Wconversion -Wsign-conversion -Wundef" >"$work/configured" 2>&1 || { cat "$work/configured"; exit 1; }
"$cmake" --build "$work/build" --parallel 2 >"$work/built" 2>&1 || { cat "$work/built"; exit 1; }
cd "$work/build"
ctest --output-on-failure
# Without CMake.
if command -v pkg-config >"$work/found"; then
  export PKG_CONFIG_PATH="$work/installed/lib/pkgconfig"
  # shellcheck disable=SC2046  # flags are words
  "$compiler" -O0 "$examples/one_world.cpp" $(pkg-config --cflags --libs windtunnel) -o "$work/one_world"
  "$work/one_world"
fi
