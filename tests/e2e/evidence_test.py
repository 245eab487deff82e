"""Every piece of evidence in a report stands where the report says: the file is there, the line holds the quote, the bytes lie inside."""
import support


class Evidence(support.ReleaseTest):
    def check_record(self, place, record, folders):
        path = folders[record["source"]]
        path = path / record["path"] if path.is_dir() else path
        self.assertTrue(path.is_file(), f"{place}: no file {record['path']} in {record['source']}")
        size = path.stat().st_size
        if "byte" in record:
            self.assertLessEqual(record["byte"] + record.get("bytes", 0), size, f"{place}: bytes beyond the end of {record['path']}")
        if "line" not in record:
            self.assertFalse(record.get("quote") and "byte" not in record, f"{place}: a quote without a line")
            return
        lines = support.split_lines(path.read_bytes())
        first, last = record["line"], record.get("end_line", record["line"])
        self.assertTrue(1 <= first <= last <= max(len(lines), 1), f"{place}: lines {first}-{last} of {len(lines)} in {record['path']}")
        text = support.decode(b"".join(lines[first - 1:last]))
        quote = support.decode(record.get("quote", "").encode("utf-8", "surrogatepass"))
        self.assertIn(quote.rstrip("\ufffd"), text, f"{place}: quote does not stand at {record['path']}:{first}-{last}")

    def test_every_quote_stands_at_its_line(self):
        def check(name, arguments, _):
            status, report, err = support.audit(arguments)
            self.assertIsNotNone(report, f"{name}: no JSON, exit {status}: {err}")
            folders, count = support.source_folders(report), 0
            for place, record in support.all_evidence(report):
                if record.get("kind") == "user" or not record.get("path"):
                    continue
                count += 1
                with self.subTest(place=place):
                    self.check_record(place, record, folders)
            self.assertGreater(count, 0, f"{name}: a report without evidence")
        self.each_release(check)

    def test_every_statement_carries_evidence(self):
        """A report never asserts from nothing: what is met, unmet, found or detected has a place."""
        def check(name, arguments, _):
            _, report, err = support.audit(arguments)
            self.assertIsNotNone(report, err)
            for framework in report["frameworks"]:
                for requirement in framework["requirements"]:
                    if requirement["result"] == "unmet":
                        self.assertTrue(requirement["evidence"], f"{framework['id']} {requirement['id']} is unmet without a proof")
            for component in report["components"]:
                if component["presence"] in ("present", "partial", "referenced", "declared-absent"):
                    self.assertTrue(component["evidence"], f"{component['id']} is {component['presence']} without evidence")
            for license_ in report["licenses"]:
                self.assertTrue(license_["evidence"], f"{license_['id']} without evidence")
        self.each_release(check)


if __name__ == "__main__":
    support.main()
