"""What the README shows is what the program prints: every block that begins with `$ aboveboard` is run and compared, up to its `...`.

ABOVEBOARD_ACCEPT=1 writes the program's present output into the README; such a run is skipped, never passed."""
import os
import re
import unittest

import support

README = support.ROOT / "README.md"
BLOCK = re.compile(r"^```\n\$ aboveboard ([^\n]*)\n(.*?)^\.\.\.\n```$", re.M | re.S)
HEAD_ENDS = "\nComponents\n"  # the README shows the page down to here


def head_of(arguments):
    _, out, _ = support.program.run(arguments.split(), cwd=support.ROOT)
    return out.decode().split(HEAD_ENDS)[0].rstrip("\n")


class Readme(unittest.TestCase):
    def test_shows_real_output(self):
        text = README.read_text(encoding="utf-8")
        if os.environ.get("ABOVEBOARD_ACCEPT"):
            README.write_text(BLOCK.sub(lambda m: f"```\n$ aboveboard {m[1]}\n{head_of(m[1])}\n...\n```", text), encoding="utf-8")
            self.skipTest("accepted the present output")
        blocks = BLOCK.findall(text)
        self.assertTrue(blocks, "the README shows no output")
        for arguments, shown in blocks:
            with self.subTest(command=arguments):
                self.assertEqual(head_of(arguments), shown.rstrip("\n"), "if the new output is right: ABOVEBOARD_ACCEPT=1 tests/e2e/readme_test.py")

    def test_links_lead_somewhere(self):
        for page in [*support.ROOT.glob("*.md"), *support.ROOT.glob("docs/**/*.md"), *support.ROOT.glob("src/**/*.md"), *support.ROOT.glob("data/**/*.md")]:
            for target in re.findall(r"\]\(([^)#\s]+)\)", page.read_text(encoding="utf-8")):
                if "://" not in target:
                    self.assertTrue((page.parent / target).exists(), f"{page.relative_to(support.ROOT)}: {target}")


if __name__ == "__main__":
    support.main()
