//! Sizes as people read them.

const UNITS: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/// A number of bytes, such as `30.0 MiB`.
pub(crate) fn text(bytes: i64) -> String {
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1023.95 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    match unit {
        0 => format!("{bytes} B"),
        _ => format!("{value:.1} {}", UNITS[unit]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_grows_before_four_digits() {
        for (bytes, shown) in [
            (0, "0 B"),
            (1023, "1023 B"),
            (1024, "1.0 KiB"),
            (31_457_280, "30.0 MiB"),
            (1024 * 1024 - 1, "1.0 MiB"),
            (5 << 40, "5.0 TiB"),
            (-1, "-1 B"),
        ] {
            assert_eq!(text(bytes), shown);
        }
    }
}
