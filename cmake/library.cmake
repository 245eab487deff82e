# aboveboard_library(name LINKS ... PRIVATE ...): the library of one folder of src/, from all .cc files in it. LINKS are the folders that
# its headers and sources may include; PRIVATE are third-party libraries, used in .cc files only.
function(aboveboard_library name)
  cmake_parse_arguments(arg "" "" "LINKS;PRIVATE;SOURCES" ${ARGN})
  if(NOT arg_SOURCES)
    file(GLOB_RECURSE arg_SOURCES CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cc)
  endif()
  add_library(aboveboard_${name} STATIC ${arg_SOURCES})
  target_include_directories(aboveboard_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  foreach(link ${arg_LINKS})
    target_link_libraries(aboveboard_${name} PUBLIC aboveboard_${link})
  endforeach()
  target_link_libraries(aboveboard_${name} PRIVATE aboveboard_flags ${arg_PRIVATE})
endfunction()
