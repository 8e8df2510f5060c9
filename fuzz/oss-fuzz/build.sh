#!/bin/bash -eu
# Builds every fuzz target into $OUT, with its seed corpus and dictionary beside it, by the compiler and flags that the
# environment gives. fmt comes from $SRC/fmt where that is there (their C++ library is not the system's), else from the
# system.
source_folder=$(cd "$(dirname "$0")" && pwd)
if [ -f "$source_folder/../../CMakeLists.txt" ]; then project=$(cd "$source_folder/../.." && pwd); else project=$SRC/windtunnel; fi
build=${WORK:-/tmp}/windtunnel

prefix=()
if [ -d "${SRC:-/nonexistent}/fmt" ]; then
  cmake -S "$SRC/fmt" -B "${WORK:-/tmp}/fmt" -G Ninja -D CMAKE_CXX_COMPILER="$CXX" -D CMAKE_CXX_FLAGS="${CXXFLAGS:-}" \
    -D FMT_TEST=OFF -D FMT_DOC=OFF -D CMAKE_INSTALL_PREFIX="${WORK:-/tmp}/fmt-installed"
  cmake --build "${WORK:-/tmp}/fmt" --target install
  prefix=(-D CMAKE_PREFIX_PATH="${WORK:-/tmp}/fmt-installed")
fi

cmake -S "$project" -B "$build" -G Ninja -D CMAKE_BUILD_TYPE=Debug -D CMAKE_C_COMPILER="$CC" -D CMAKE_CXX_COMPILER="$CXX" \
  -D CMAKE_CXX_FLAGS="${CXXFLAGS:-}" -D WINDTUNNEL_TESTS=OFF \
  -D WINDTUNNEL_FUZZ_ENGINE="$LIB_FUZZING_ENGINE" "${prefix[@]}"
cmake --build "$build" --target fuzz_targets

for file in "$project"/fuzz/fuzz_*.cpp; do
  target=$(basename "$file" .cpp)
  cp "$build/fuzz/$target" "$OUT/"
  if [ -d "$project/corpus/fuzz/$target" ]; then zip -q -j "$OUT/${target}_seed_corpus.zip" "$project/corpus/fuzz/$target"/*; fi
  if [ -f "$project/fuzz/$target.dict" ]; then cp "$project/fuzz/$target.dict" "$OUT/"; fi
done
