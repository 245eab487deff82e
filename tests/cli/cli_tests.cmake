# The program itself, where being one matters: streams, environment, terminal.
find_package(Python3 COMPONENTS Interpreter REQUIRED)
add_test(NAME cli_program COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/cli/program_test.py $<TARGET_FILE:aboveboard>)
add_test(NAME cli_license_learn COMMAND ${Python3_EXECUTABLE} ${CMAKE_CURRENT_SOURCE_DIR}/cli/license_learn_test.py $<TARGET_FILE:aboveboard>)
