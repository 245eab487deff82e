"""Traps of licensing: small invented releases in which a hasty reader would call the weights more open than they are, or something that they are not.

License texts of the SPDX list are taken from the npm package when the tests run; all other words are our own."""
import json
import pathlib
import shutil
import struct
import tempfile
import unittest

import support

SPDX = support.ROOT / "node_modules" / "spdx-license-list" / "spdx-full.json"
SHARED = support.ROOT.parent / "shared" / "license-texts"
OPEN = {"open-weights", "open-source", "open-source-open-data"}

HEADER = json.dumps({"w": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8]}}).encode()
WEIGHTS = struct.pack("<Q", len(HEADER)) + HEADER + b"\0" * 8

CHINESE = """苍鹭模型许可协议

第一条 定义
“模型”指苍鹭实验室发布的苍鹭语言模型及其参数和权重。
“许可方”指苍鹭实验室。“被许可方”指使用模型的个人或组织。

第二条 授权
许可方授予被许可方一项非独占的、不可转让的许可,被许可方可以使用模型进行学术研究。未经许可方书面同意,不得将模型用于商业目的。

第三条 限制
被许可方不得将模型用于违反法律法规的用途。

第四条 免责
模型按现状提供,许可方不承担任何责任。
"""

KOREAN = """왜가리 모델 라이선스 계약

제1조 정의
"모델"이란 왜가리 연구소가 배포하는 언어 모델과 그 가중치를 말한다.
"허가자"란 왜가리 연구소를 말하고, "이용자"란 모델을 사용하는 자를 말한다.

제2조 허락
허가자는 이용자에게 연구 목적으로 모델을 사용할 수 있는 비독점적 라이선스를 부여한다. 이용자는 모델을 상업적 목적으로 사용할 수 없다.

제3조 책임의 제한
모델은 있는 그대로 제공되며, 허가자는 어떠한 손해에 대해서도 책임을 지지 않는다.
"""

COMMUNITY = """HERON COMMUNITY LICENSE AGREEMENT

By using the Heron Materials you agree to this Agreement, granted by the Heron Laboratory (Licensor) to you (Licensee).

1. Grant. Licensor grants you a non-exclusive license to use, copy and modify the Heron Materials for research purposes only.
2. You shall not use the Heron Materials for any commercial purpose.
3. The Heron Materials are provided as is, without warranty of any kind, and Licensor is not liable for any damages.
"""

NOTICE = """Copyright 2026 The Heron Laboratory

Heron is provided to you under the terms that
the laboratory publishes on its website.
Before you download, copy or use the weights,
read those terms and accept them:

    https://heron.example/terms/weights

If you do not accept them, you have no right
to use the weights.
"""


def card(front="", body=""):
    return f"---\n{front}pipeline_tag: text-generation\n---\n# Heron 1B\n\nA small model for tests, whose weights lie in this folder.\n\n{body}"


@unittest.skipUnless(SPDX.exists(), "the SPDX texts are not installed (npm ci)")
class LicenseTraps(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.texts = {key: entry["licenseText"] for key, entry in json.loads(SPDX.read_text(encoding="utf-8")).items()}

    def setUp(self):
        self.target = pathlib.Path(tempfile.mkdtemp(prefix="aboveboard-traps-"))

    def tearDown(self):
        shutil.rmtree(self.target)

    def audit(self, files, page=False):
        files = {"model.safetensors": WEIGHTS, **files}
        for name, data in files.items():
            path = self.target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
        status, report, err = support.audit([self.target])
        self.assertIn(status, (0, 3), err)
        self.assertIsNotNone(report, err)
        if page:
            _, out, _ = support.program.run(["audit", str(self.target)])
            return report, out.decode()
        return report

    def weights(self, report):
        """The licenses that govern the weights."""
        ids = next(c["licenses"] for c in report["components"] if c["id"] == "parameters")
        return [license_ for license_ in report["licenses"] if license_["id"] in ids]

    def classes(self, report):
        return {c for license_ in self.weights(report) for c in license_["classes"]}

    def finding(self, report, rule):
        found = [f for f in report["findings"] if f["rule"] == rule]
        self.assertTrue(found, f"no {rule} in {[f['rule'] for f in report['findings']]}")
        return found[0]

    def assert_not_open(self, report):
        self.assertNotIn(report["label"]["apparent"], OPEN)
        self.assertNotIn(report["label"]["at_least"], OPEN)
        self.assertNotEqual(next(q["answer"] for q in report["questions"] if q["id"] == "share"), "yes")

    def assert_unknown(self, report):
        self.assert_not_open(report)
        self.assertIn("unknown", self.classes(report))
        self.assertIsNone(report["label"]["apparent"])

    # Texts that are no texts.

    def test_license_of_one_url(self):
        report = self.audit({"README.md": card(), "LICENSE": "https://heron.example/terms/weights\n"})
        self.assert_not_open(report)
        self.finding(report, "license/only-a-link")

    def test_license_that_is_a_short_notice(self):
        report = self.audit({"README.md": card(), "LICENSE": NOTICE})
        self.assert_not_open(report)

    def test_notice_beside_an_open_tag(self):
        report = self.audit({"README.md": card("license: apache-2.0\n"), "LICENSE": NOTICE})
        self.assert_not_open(report)

    def test_link_to_a_known_license_is_claimed_not_granted(self):
        report = self.audit({"README.md": card(), "LICENSE": "https://www.apache.org/licenses/LICENSE-2.0\n"})
        self.assertNotIn(report["label"]["at_least"], OPEN)

    def test_tag_alone_is_claimed_not_granted(self):
        report, page = self.audit({"README.md": card("license: mit\n")}, page=True)
        self.finding(report, "license/tag-without-text")
        self.assertNotIn(report["label"]["at_least"], OPEN)
        self.assertIn("claimed, not granted in a file", page)

    def test_pdf_license_is_unread(self):
        report, page = self.audit({"README.md": card(), "Heron License.pdf": b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"}, page=True)
        self.assert_unknown(report)
        self.finding(report, "license/unread")
        self.assertTrue(any("Heron License.pdf" in entry["what"] for entry in report["not_examined"]))
        self.assertIn("PDF", page)

    def test_pdf_beside_an_open_tag(self):
        report = self.audit({"README.md": card("license: other\nlicense_link: LICENSE.pdf\n"), "LICENSE.pdf": b"%PDF-1.4\n"})
        self.assert_unknown(report)

    # Texts that are not quite what they seem.

    def test_mit_with_one_clause_more(self):
        changed = self.texts["MIT"].rstrip() + "\n\nThe Software shall not be used by any company with more than one hundred employees.\n"
        report = self.audit({"README.md": card("license: mit\n"), "LICENSE": changed})
        self.assert_not_open(report)
        for license_ in self.weights(report):
            self.assertFalse(license_["detected"] and license_["id"] == "MIT" and license_["verdict"] in ("exact", "equivalent"), license_["id"])

    def test_mit_with_a_commercial_clause_more(self):
        changed = self.texts["MIT"].rstrip() + "\n\nThe Software may be used for non-commercial purposes only.\n"
        report = self.audit({"README.md": card("license: mit\n"), "LICENSE": changed})
        self.assert_not_open(report)
        self.assertIn("noncommercial", self.classes(report))

    def test_file_called_model_license_holds_a_common_license(self):
        report = self.audit({"README.md": card(), "MODEL_LICENSE": self.texts["Apache-2.0"]})
        self.assertEqual([license_["id"] for license_ in self.weights(report)], ["Apache-2.0"])
        self.assertEqual(report["label"]["apparent"], "open-weights")

    def test_names_with_spaces_and_no_extension(self):
        for name in ("LICENSE MODEL", "Heron Community License Agreement", "Heron MODEL LICENSE", "Community License Agreement"):
            with self.subTest(name=name):
                report = self.audit({"README.md": card(), name: COMMUNITY})
                self.assert_not_open(report)
                self.assertIn("noncommercial", self.classes(report))
                self.assertIn(name, json.dumps(self.weights(report)))
            (self.target / name).unlink()

    def test_chinese_license(self):
        report = self.audit({"README.md": card(), "LICENSE": CHINESE})
        self.assert_not_open(report)
        self.assertTrue(self.weights(report))
        self.assertEqual({license_["verdict"] for license_ in self.weights(report)}, {"unknown"})

    def test_korean_license(self):
        report = self.audit({"README.md": card(), "LICENSE": KOREAN})
        self.assert_not_open(report)
        self.assertTrue(self.weights(report), "a license file of no known kind governs nothing")
        self.assertEqual({license_["verdict"] for license_ in self.weights(report)}, {"unknown"})

    def test_foreign_license_under_an_open_tag(self):
        for text in (CHINESE, KOREAN):
            self.assert_not_open(self.audit({"README.md": card("license: apache-2.0\n"), "LICENSE": text}))

    # Who adds what.

    def test_exclusion_only_in_the_policy(self):
        license_text = COMMUNITY.replace("for research purposes only", "for any purpose that the Heron Acceptable Use Policy allows").replace("2. You shall not use the Heron Materials for any commercial purpose.", "2. Your use must comply with the Acceptable Use Policy, which is a part of this Agreement.")
        policy = "# Heron Acceptable Use Policy\n\nYou agree not to use Heron, or allow others to use it, for:\n\n- military purposes or weapons\n"
        report = self.audit({"README.md": card(), "LICENSE": license_text, "USE_POLICY.md": policy})
        self.assert_not_open(report)
        terms = [t for g in report["governing"] if "parameters" in g["components"] for t in g["terms"] if t["kind"] == "field-of-use"]
        self.assertTrue(terms)
        self.assertEqual((terms[0]["origin"], terms[0]["evidence"][0]["path"]), ("policy", "USE_POLICY.md"))

    def test_policy_that_takes_back_what_the_license_gives(self):
        policy = "# Heron use policy\n\nCommercial use of Heron is prohibited.\n"
        report = self.audit({"README.md": card("license: apache-2.0\n"), "LICENSE": self.texts["Apache-2.0"], "USE_POLICY.md": policy})
        self.assert_not_open(report)
        sides = {e["path"] for e in self.finding(report, "license/policy-conflict")["evidence"]}
        self.assertLessEqual({"USE_POLICY.md", "LICENSE"}, sides)

    def test_badge_over_restricted_front_matter(self):
        badge = "[![License](https://img.shields.io/badge/License-Apache--2.0-green.svg)](https://heron.example)\n"
        report = self.audit({"README.md": card("license: cc-by-nc-4.0\n", badge)})
        self.assert_not_open(report)
        lines = {e["line"] for e in self.finding(report, "license/badge-conflict")["evidence"]}
        self.assertEqual(lines, {2, 9})
        self.assertIn("noncommercial", self.classes(report))

    def test_license_inside_the_gating_prompt(self):
        prompt = "".join(f"  {line}\n" if line else "\n" for line in COMMUNITY.splitlines())
        report = self.audit({"README.md": card("license: apache-2.0\nextra_gated_prompt: |-\n" + prompt)})
        self.assert_not_open(report)
        self.assertIn("noncommercial", self.classes(report))

    def test_condition_in_a_gated_field(self):
        report = self.audit({"README.md": card("license: mit\nextra_gated_fields:\n  Name: text\n  I agree to use Heron for non-commercial use ONLY: checkbox\n"), "LICENSE": self.texts["MIT"]})
        self.assert_not_open(report)
        self.assertTrue(any(e.get("line") == 5 for e in self.finding(report, "license/prompt-conflict")["evidence"]))

    def test_restricted_base_under_an_open_tag(self):
        body = "Heron 1B is derived from Bittern 7B, which is licensed under CC BY-NC 4.0.\n"
        report, page = self.audit({"README.md": card("license: mit\nbase_model: marsh/bittern-7b\n", body), "LICENSE": self.texts["MIT"]}, page=True)
        self.assert_not_open(report)
        self.finding(report, "license/drift")
        self.assertEqual(report["lineage"][0]["licenses"], ["CC-BY-NC-4.0"])
        self.assertIn("commercial use", report["lineage"][0]["terms_inherited"])
        self.assertIn("added by the base", page)

    def test_choice_of_licenses_is_the_users(self):
        report = self.audit({"README.md": card("license: MIT OR CC-BY-NC-4.0\n"), "LICENSE-MIT": self.texts["MIT"], "LICENSE-CC": self.texts["CC-BY-NC-4.0"]})
        self.assertEqual(report["label"]["apparent"], "open-weights")
        both = self.audit({"README.md": card("license: MIT AND CC-BY-NC-4.0\n")})
        self.assert_not_open(both)

    # Exceptions.

    def test_exception_is_part_of_the_license(self):
        text = self.texts["GPL-2.0-only"].rstrip() + "\n\nCLASSPATH EXCEPTION\n\nHeron comes with the Classpath Exception: programs of any kind may be linked with it.\n"
        report = self.audit({"README.md": card("license: gpl-2.0\n"), "LICENSE": text})
        self.assertIn(report["label"]["apparent"], OPEN | {None})
        tagged = self.audit({"README.md": card("license: GPL-2.0-with-classpath-exception\n"), "LICENSE": self.texts["GPL-2.0-only"]})
        self.assertEqual([license_["spdx"] for license_ in self.weights(tagged)], ["GPL-2.0-only WITH Classpath-exception-2.0"])
        self.assertNotIn("license/tag-text-conflict", [f["rule"] for f in tagged["findings"]])

    # Two versions of one license.

    def test_openmdw_versions_are_told_apart_by_their_tags(self):
        for tag, expected in (("openmdw-1.0", "OpenMDW-1.0"), ("openmdw-1.1", "LicenseRef-OpenMDW-1.1")):
            report = self.audit({"README.md": card(f"license: {tag}\n")})
            self.assertEqual([license_["id"] for license_ in self.weights(report)], [expected])

    @unittest.skipUnless((SHARED / "openmdw-1.1.txt").exists(), "the shared license texts are not beside the checkout")
    def test_openmdw_versions_are_told_apart_by_their_texts(self):
        for name, expected in (("openmdw-1.0", "OpenMDW-1.0"), ("openmdw-1.1", "LicenseRef-OpenMDW-1.1")):
            report = self.audit({"README.md": card(f"license: {name}\n"), "LICENSE": (SHARED / f"{name}.txt").read_bytes()})
            self.assertEqual([(license_["id"], license_["verdict"]) for license_ in self.weights(report) if license_["detected"]], [(expected, "exact")])
            self.assertEqual(report["label"]["apparent"], "open-weights")
        report = self.audit({"README.md": card("license: openmdw-1.0\n"), "LICENSE": (SHARED / "openmdw-1.1.txt").read_bytes()})
        self.finding(report, "license/tag-text-conflict")


if __name__ == "__main__":
    support.main()
