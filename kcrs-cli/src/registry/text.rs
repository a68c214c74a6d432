//! Numbers, sizes and digests as people read them.

use crate::text::Text;

const UNITS: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/// A number of bytes, such as `30.0 MiB`.
pub(crate) fn size(bytes: i64) -> String {
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

/// The beginning of a digest, as docker shows it.
pub(crate) fn short_id(image_id: &str) -> String {
    match image_id.split_once(':') {
        Some((kind, hex)) if hex.is_ascii() && hex.len() > 12 => format!("{kind}:{}", &hex[..12]),
        _ => image_id.to_owned(),
    }
}

/// A number of namespaces.
pub(crate) fn namespaces(number: usize) -> Text {
    match number {
        1 => text!("1 namespace", "1 个命名空间"),
        _ => text!("{number} namespaces", "{number} 个命名空间"),
    }
}

/// A number of repositories.
pub(crate) fn repositories(number: usize) -> Text {
    match number {
        1 => text!("1 repository", "1 个仓库"),
        _ => text!("{number} repositories", "{number} 个仓库"),
    }
}

/// A number of images.
pub(crate) fn images(number: usize) -> Text {
    match number {
        1 => text!("1 image", "1 个镜像"),
        _ => text!("{number} images", "{number} 个镜像"),
    }
}

/// A number of tags.
pub(crate) fn tags(number: usize) -> Text {
    match number {
        1 => text!("1 tag", "1 个 Tag"),
        _ => text!("{number} tags", "{number} 个 Tag"),
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
            assert_eq!(size(bytes), shown);
        }
    }
}
