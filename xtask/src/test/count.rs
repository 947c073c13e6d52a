//! Counts the tests that a runner ran, from its output.

use std::process::ExitStatus;

/// Tests that passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Count {
    pub(super) passed: usize,
    pub(super) failed: usize,
}

impl Count {
    /// One step that failed.
    pub(super) const FAILURE: Self = Self { passed: 0, failed: 1 };

    pub(super) fn is_empty(self) -> bool {
        self.passed + self.failed == 0
    }

    pub(super) fn add(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Counts a command that is a single test.
    pub(super) fn add_command(&mut self, status: ExitStatus) {
        self.add(Self { passed: usize::from(status.success()), failed: usize::from(!status.success()) });
    }

    /// A runner that exits with a failure failed, even if every test that it reported passed: it may have crashed, or
    /// not compiled.
    pub(super) fn ended(mut self, status: ExitStatus) -> Self {
        if !status.success() && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    /// Runners pass when they find no test that fits, so a number of tests that is not the expected one is a failure.
    pub(super) fn expecting(mut self, tests: usize) -> Self {
        let ran = self.passed + self.failed;
        if ran != tests {
            eprintln!("error: {ran} tests ran, and not {tests}");
            self.failed = self.failed.max(1);
        }
        self
    }

    /// Adds the counts of a line like `test result: ok. 3 passed; 0 failed; …`; each test binary prints one.
    pub(super) fn add_libtest_line(&mut self, line: &str) {
        let Some((_, result)) = line.split_once("test result: ") else { return };
        let number = |word: &str| {
            let before = result.split_once(word)?.0.trim_end();
            before.rsplit([' ', ';']).next()?.parse().ok()
        };
        self.add(Self { passed: number("passed").unwrap_or(0), failed: number("failed;").unwrap_or(0) });
    }

    /// Reads the report of `node --test` in TAP over the scripts `files`.
    ///
    /// Node counts a script without tests as one passed test. Here it counts as a failure.
    pub(super) fn from_tap(tap: &str, files: &[String]) -> Self {
        let number = |key: &str| {
            let mut lines = tap.lines().rev();
            lines.find_map(|line| line.strip_prefix(key)?.trim().parse().ok()).unwrap_or(0)
        };
        let mut count = Self { passed: number("# pass "), failed: number("# fail ") + number("# cancelled ") };
        for line in tap.lines().filter(|line| line.starts_with("ok ")) {
            let name = line.split_once(" - ").map_or("", |(_, name)| name);
            if files.iter().any(|file| name == file || name.ends_with(&format!("/{file}"))) {
                eprintln!("error: {name} holds no test");
                count.passed = count.passed.saturating_sub(1);
                count.failed += 1;
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use super::Count;

    #[test]
    fn results_of_several_binaries_add_up() {
        let mut count = Count::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test result: FAILED. 12 passed; 4 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
        ] {
            count.add_libtest_line(line);
        }
        assert_eq!(count, Count { passed: 15, failed: 4 });
    }

    #[test]
    fn a_run_of_too_few_tests_is_a_failure() {
        assert_eq!(Count::default().expecting(29), Count { passed: 0, failed: 1 });
        assert_eq!(Count { passed: 29, failed: 0 }.expecting(58), Count { passed: 29, failed: 1 });
        assert_eq!(Count { passed: 28, failed: 1 }.expecting(58), Count { passed: 28, failed: 1 });
        assert_eq!(Count { passed: 29, failed: 0 }.expecting(29), Count { passed: 29, failed: 0 });
    }

    #[test]
    fn a_script_without_tests_is_a_failure() {
        let files = ["tests/a.test.mjs".to_owned(), "tests/b.test.mjs".to_owned()];
        let tap = "TAP version 13\n# Subtest: works\nok 1 - works\n# Subtest: /x/tests/b.test.mjs\n\
                   ok 2 - /x/tests/b.test.mjs\n1..2\n# tests 2\n# pass 2\n# fail 0\n# cancelled 0\n# skipped 0\n";
        assert_eq!(Count::from_tap(tap, &files), Count { passed: 1, failed: 1 });
    }

    #[test]
    fn a_report_that_breaks_off_counts_nothing() {
        assert!(Count::from_tap("TAP version 13\nok 1 - works\n", &[]).is_empty());
    }
}
