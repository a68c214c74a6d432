//! Markdown, as GitHub reads it.

use std::collections::HashMap;

/// Anchors of a page's headings.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    used: HashMap<String, usize>,
}

impl Slugs {
    /// The anchor that the next heading gets.
    pub(super) fn next(&mut self, heading: &str) -> String {
        let slug: String = heading
            .to_lowercase()
            .chars()
            .filter_map(|c| match c {
                ' ' => Some('-'),
                '-' | '_' => Some(c),
                c if c.is_alphanumeric() => Some(c),
                _ => None,
            })
            .collect();
        let mut unique = slug.clone();
        // A number that is taken by a heading of that very text is skipped.
        while let Some(times) = self.used.get(&unique).copied() {
            let next = self.used.get(&slug).copied().unwrap_or(times) + 1;
            self.used.insert(slug.clone(), next);
            unique = format!("{slug}-{next}");
        }
        self.used.insert(unique.clone(), 0);
        unique
    }
}

/// A table; nothing where it has no rows.
pub(super) fn table(head: &[&str], rows: impl IntoIterator<Item: AsRef<[String]>>) -> String {
    let mut out = String::new();
    for row in rows {
        if out.is_empty() {
            let rule = "---|".repeat(head.len());
            out.push_str(&format!("| {} |\n|{rule}\n", head.join(" | ")));
        }
        let cell = |cell: &String| cell.replace('|', "\\|").replace(['\n', '\r'], " ");
        let cells: Vec<String> = row.as_ref().iter().map(cell).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out
}

/// A block of code, whatever is in it.
pub(super) fn fenced(language: &str, code: &str) -> String {
    let longest = code
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}{language}\n{}\n{fence}\n", code.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_those_of_github() {
        let mut slugs = Slugs::default();
        for (heading, slug) in [
            ("Access from a VPC", "access-from-a-vpc"),
            ("In Rust", "in-rust"),
            ("In Rust", "in-rust-1"),
            ("In Rust", "in-rust-2"),
            ("in_rust-3!", "in_rust-3"),
            ("In Rust 3", "in-rust-3"),
            ("In Rust", "in-rust-4"),
            ("镜像（仓库）", "镜像仓库"),
        ] {
            assert_eq!(slugs.next(heading), slug, "{heading}");
        }
    }

    #[test]
    fn no_cell_ends_early_and_no_fence_either() {
        assert_eq!(
            table(&["a", "b"], [["`x|y`".to_owned(), "1\n2".to_owned()]]),
            "| a | b |\n|---|---|\n| `x\\|y` | 1 2 |\n"
        );
        assert_eq!(table(&["a"], Vec::<Vec<String>>::new()), "");
        assert_eq!(fenced("text", "```\n"), "````text\n```\n````\n");
        assert_eq!(fenced("", "a"), "```\na\n```\n");
    }
}
