#!/bin/bash -eu
# Builds every fuzz target into $OUT, with its seed corpus and dictionary beside it, by the compiler and flags that the
# environment gives. What they are linked with comes from $SRC where it is there, since their C++ library is not the
# system's and the machines that run the targets have no packages; else from the system.
source_folder=$(cd "$(dirname "$0")" && pwd)
if [ -f "$source_folder/../../CMakeLists.txt" ]; then project=$(cd "$source_folder/../.." && pwd); else project=$SRC/windtunnel; fi
build=${WORK:-/tmp}/windtunnel

installed=${WORK:-/tmp}/installed
for library in fmt re2 uriparser; do
  if [ ! -d "${SRC:-/nonexistent}/$library" ]; then continue; fi
  cmake -S "$SRC/$library" -B "${WORK:-/tmp}/$library" -G Ninja -D CMAKE_BUILD_TYPE=Release -D BUILD_SHARED_LIBS=OFF \
    -D CMAKE_C_COMPILER="$CC" -D CMAKE_CXX_COMPILER="$CXX" -D CMAKE_C_FLAGS="${CFLAGS:-}" \
    -D CMAKE_CXX_FLAGS="${CXXFLAGS:-}" -D FMT_TEST=OFF -D FMT_DOC=OFF -D RE2_BUILD_TESTING=OFF \
    -D URIPARSER_BUILD_DOCS=OFF -D URIPARSER_BUILD_TESTS=OFF -D URIPARSER_BUILD_TOOLS=OFF \
    -D CMAKE_INSTALL_PREFIX="$installed"
  cmake --build "${WORK:-/tmp}/$library" --target install
done

cmake -S "$project" -B "$build" -G Ninja -D CMAKE_BUILD_TYPE=Debug -D CMAKE_C_COMPILER="$CC" -D CMAKE_CXX_COMPILER="$CXX" \
  -D CMAKE_CXX_FLAGS="${CXXFLAGS:-}" -D WINDTUNNEL_TESTS=OFF \
  -D WINDTUNNEL_FUZZ_ENGINE="$LIB_FUZZING_ENGINE" -D CMAKE_PREFIX_PATH="$installed" \
  -D OPENSSL_USE_STATIC_LIBS=TRUE -D ZLIB_USE_STATIC_LIBS=ON
cmake --build "$build" --target fuzz_targets

for file in "$project"/fuzz/fuzz_*.cpp; do
  target=$(basename "$file" .cpp)
  cp "$build/fuzz/$target" "$OUT/"
  for beside in "$project/corpus/fuzz/${target}_seed_corpus.zip" "$project/fuzz/$target.dict"; do
    if [ -f "$beside" ]; then cp "$beside" "$OUT/"; fi
  done
done
