//! Explanation of a code, with an example.

use super::Code;

/// Explanation of a code.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// One paragraph or two.
    pub text: &'static str,
    /// A piece of a spec that has the mistake.
    pub wrong: Example,
    /// The same without it.
    pub right: Example,
}

/// A piece of a spec.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Example {
    /// The file that the lines are from. None where they are the names of the files of a spec.
    pub file: Option<&'static str>,
    /// The lines.
    pub lines: &'static str,
}

impl Code {
    /// Returns the explanation of the code.
    pub fn explanation(self) -> Explanation {
        let heading = format!("\n## {} {}\n", self.id(), self.name());
        let section = [ERRORS, LINTS]
            .into_iter()
            .find_map(|text| text.split_once(heading.as_str()))
            .map_or("", |(_, rest)| {
                rest.split("\n## ").next().unwrap_or_default()
            });
        let text = section.split("\n```").next().unwrap_or_default();
        Explanation {
            code: self,
            text: text.trim(),
            wrong: example(section, "wrong"),
            right: example(section, "right"),
        }
    }
}

const ERRORS: &str = include_str!("errors.md");
const LINTS: &str = include_str!("lints.md");

/// The fenced block of a name.
fn example(section: &'static str, name: &str) -> Example {
    let block = section
        .split("\n```")
        .find_map(|block| block.split_once(' ')?.1.strip_prefix(name));
    let (info, lines) = block
        .and_then(|block| block.split_once('\n'))
        .unwrap_or_default();
    Example {
        file: Some(info.trim()).filter(|file| !file.is_empty()),
        lines,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_and_nothing_else_is() {
        for code in Code::all() {
            let explanation = code.explanation();
            assert!(explanation.text.ends_with('.'), "{code}: {explanation:?}");
            assert!(!explanation.text.contains("```"), "{code}");
            assert!(!explanation.wrong.lines.is_empty(), "{code}");
            assert!(!explanation.right.lines.is_empty(), "{code}");
            assert_eq!(explanation.wrong.file, explanation.right.file, "{code}");
        }
        let explained: Vec<&str> = [ERRORS, LINTS]
            .into_iter()
            .flat_map(str::lines)
            .filter_map(|line| line.strip_prefix("## "))
            .collect();
        let codes: Vec<String> = Code::all()
            .map(|code| format!("{} {}", code.id(), code.name()))
            .collect();
        assert_eq!(explained, codes);
    }
}
