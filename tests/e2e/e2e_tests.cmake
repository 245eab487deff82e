# The built program on whole releases: each NAME_test.py is one ctest. They audit the examples everywhere, and real releases where a folder
# of them is named by the environment variable ABOVEBOARD_CASES or lies beside the checkout.
find_package(Python3 REQUIRED COMPONENTS Interpreter)
file(GLOB e2e_scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/*_test.py)
foreach(e2e_script ${e2e_scripts})
  get_filename_component(e2e_name ${e2e_script} NAME_WE)
  string(REGEX REPLACE "_test$" "" e2e_name ${e2e_name})
  add_test(NAME e2e_${e2e_name} COMMAND ${Python3_EXECUTABLE} -B ${e2e_script})
  set_tests_properties(e2e_${e2e_name} PROPERTIES
    LABELS e2e TIMEOUT 600 ENVIRONMENT ABOVEBOARD_BINARY=$<TARGET_FILE:aboveboard>)
endforeach()
# Over a hub that runs here (hub/server.py); skipped where there is no nginx. And without any network at all (hub/local_test.py), held to that by no_sockets.
add_executable(no_sockets ${CMAKE_CURRENT_LIST_DIR}/no_sockets.cc)
target_link_libraries(no_sockets PRIVATE aboveboard_flags)
file(GLOB hub_scripts CONFIGURE_DEPENDS ${CMAKE_CURRENT_LIST_DIR}/hub/*_test.py)
foreach(hub_script ${hub_scripts})
  get_filename_component(hub_name ${hub_script} NAME_WE)
  string(REGEX REPLACE "_test$" "" hub_name ${hub_name})
  add_test(NAME e2e_hub_${hub_name} COMMAND ${Python3_EXECUTABLE} -B ${hub_script})
  set_tests_properties(e2e_hub_${hub_name} PROPERTIES
    LABELS "e2e;hub" TIMEOUT 900 ENVIRONMENT "ABOVEBOARD_BINARY=$<TARGET_FILE:aboveboard>;ABOVEBOARD_NO_SOCKETS=$<TARGET_FILE:no_sockets>")
endforeach()
add_test(NAME check_layers COMMAND ${Python3_EXECUTABLE} -B ${PROJECT_SOURCE_DIR}/tools/check_layers ${PROJECT_SOURCE_DIR})
