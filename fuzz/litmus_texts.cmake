# Writes OUT, the litmus scenarios of FOLDER as a source file: cmake -D FOLDER=... -D OUT=... -P litmus_texts.cmake
file(GLOB files ${FOLDER}/*.py)
list(SORT files)
set(rows "")
foreach(file ${files})
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND rows "    {\"${name}\", R\"litmus(${text})litmus\"},\n")
endforeach()
file(WRITE ${OUT}.new "#include \"fuzz/litmus_texts.hpp\"

namespace windtunnel::fuzz {

std::span<const LitmusText> litmus_texts() {
  static constexpr LitmusText all[] = {
${rows}  };
  return all;
}

}  // namespace windtunnel::fuzz
")
file(COPY_FILE ${OUT}.new ${OUT} ONLY_IF_DIFFERENT)
