"""The layer check finds what it is for: a small house with one fault at a time."""
import pathlib
import subprocess
import sys
import tempfile
import unittest

CHECK = pathlib.Path(__file__).resolve().parents[2] / "tools" / "check_layers"
HOUSE = {
    "src/base/CMakeLists.txt": "aboveboard_library(base)\n",
    "src/base/text.h": "// Text.\n",
    "src/format/CMakeLists.txt": "aboveboard_library(format LINKS base PRIVATE PkgConfig::re2)\n",
    "src/format/scan.h": '#include "base/text.h"\n',
    "src/format/scan.cc": '#include <re2/re2.h>\n#include "format/scan.h"\n// printf( in a comment\nconst char* kText = "exit(1)";\n',
    "src/report/CMakeLists.txt": "aboveboard_library(report LINKS base)\n",
    "src/report/json.cc": '#include <string>\n#include "base/text.h"\n',
    "src/cli/CMakeLists.txt": "aboveboard_library(cli LINKS base)\n",
    "src/cli/main.cc": "#include <cstdio>\nint main() { printf(\"x\"); }\n",
    "data/components/a.yaml": "path: src/train.py\nexample: example-lab/Small-7B\n",
}


class CheckLayers(unittest.TestCase):
    def check(self, **changes):
        with tempfile.TemporaryDirectory() as scratch:
            for name, text in {**HOUSE, **{k.replace("__", "/"): v for k, v in changes.get("files", {}).items()}}.items():
                path = pathlib.Path(scratch) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
            done = subprocess.run([sys.executable, "-B", str(CHECK), scratch], capture_output=True, text=True)
        return done.returncode, done.stdout

    def assert_fault(self, name, text, message):
        status, out = self.check(files={name: text})
        self.assertEqual(status, 1, out)
        self.assertIn(message, out)

    def test_a_sound_house_passes(self):
        status, out = self.check()
        self.assertEqual(status, 0, out)

    def test_include_beyond_the_link_list(self):
        self.assert_fault("src/report/json.cc", '#include "format/scan.h"\n', "its link list does not name format")

    def test_link_list_that_must_never_be(self):
        self.assert_fault("src/report/CMakeLists.txt", "aboveboard_library(report LINKS base format)\n", "must see the model only")

    def test_circle(self):
        self.assert_fault("src/base/CMakeLists.txt", "aboveboard_library(base LINKS format)\n", "circle")

    def test_third_party_in_a_header(self):
        self.assert_fault("src/format/scan.h", "#include <re2/re2.h>\n", ".cc files only")

    def test_third_party_where_it_is_not_linked(self):
        self.assert_fault("src/report/json.cc", "#include <yaml-cpp/yaml.h>\n", "does not link")

    def test_unknown_third_party(self):
        self.assert_fault("src/report/json.cc", "#include <boost/any.hpp>\n", "no library that this project knows")

    def test_library_that_prints_exits_throws_or_looks_around(self):
        for line, message in (("std::cout << 1;", "prints"), ("printf(\"x\");", "prints"), ("exit(1);", "ends the process"), ("std::terminate();", "ends the process"),
                              ("getenv(\"HOME\");", "reads the environment"), ("throw 1;", "throws"), ("std::regex r;", "std::regex"),
                              ("std::filesystem::current_path();", "working directory"), ("std::random_device d;", "chance")):
            with self.subTest(line=line):
                self.assert_fault("src/report/json.cc", line + "\n", message)

    def test_path_of_a_machine(self):
        self.assert_fault("README.md", "see /ho" + "me/someone/file\n", "a path of some machine")

    def test_rule_that_names_a_repository(self):
        self.assert_fault("data/components/a.yaml", "is: Zorbax-Labs/Zorbax-7B\n", "seems to name a repository")
        self.assert_fault("data/phrases/a.yaml", "is: huggingface.co/zorbax/zorbax\n", "names a repository")


if __name__ == "__main__":
    unittest.main()
