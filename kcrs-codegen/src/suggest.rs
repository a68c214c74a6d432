//! "Did you mean …?"

/// Returns the help for a name that is not among the known ones.
pub(crate) fn allowed<'n>(name: &str, known: impl IntoIterator<Item = &'n str> + Clone) -> String {
    let mut help = match near(name, known.clone()) {
        Some(near) => format!("did you mean `{near}`? "),
        None => String::new(),
    };
    let names: Vec<&str> = known.into_iter().collect();
    match names.as_slice() {
        [] => help.push_str("none is defined"),
        names => {
            help.push_str("allowed: ");
            help.push_str(&names[..names.len().min(SHOWN)].join(", "));
            if names.len() > SHOWN {
                help.push_str(&format!(" and {} more", names.len() - SHOWN));
            }
        }
    }
    help
}

/// Returns the known name that looks most like `name`, if one looks like it: few edits away, or
/// else one that it abbreviates.
pub fn near<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    let limit = (length / 3).clamp(1, 3);
    known
        .into_iter()
        .filter_map(|candidate| {
            let known = candidate.to_lowercase();
            let distance = distance(&name, &known);
            let is_short_for = length >= 3 && known.starts_with(&name);
            (distance <= limit || is_short_for).then_some((distance > limit, distance, candidate))
        })
        .min_by_key(|(is_short, distance, _)| (*is_short, *distance))
        .map(|(_, _, candidate)| candidate)
}

/// Maximum number of allowed names in a report.
const SHOWN: usize = 26;

/// Edits (insert, delete, replace, swap neighbours) between two words.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in rows[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses() {
        let known = ["String", "Integer", "Boolean", "InstanceType"];
        for (name, expected) in [
            ("Strng", Some("String")),
            ("string", Some("String")),
            ("Integre", Some("Integer")),
            ("Instancetype", Some("InstanceType")),
            ("Bool", Some("Boolean")),
            ("int", Some("Integer")),
            ("In", None),
            ("Float", None),
            ("", None),
            ("X", None),
        ] {
            assert_eq!(near(name, known), expected, "{name}");
        }
    }

    #[test]
    fn allowed_lists_what_there_is() {
        assert_eq!(allowed("a", []), "none is defined");
        assert_eq!(
            allowed("Strng", ["String", "Secret"]),
            "did you mean `String`? allowed: String, Secret"
        );
        let many: Vec<String> = (0..30).map(|n| format!("name{n}")).collect();
        assert!(allowed("x", many.iter().map(String::as_str)).ends_with("and 4 more"));
    }
}
