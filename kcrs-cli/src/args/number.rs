//! Numbers, as options take them.

use std::fmt::Display;
use std::str::FromStr;

use crate::text::Text;

/// Reads numbers from `least` to `most`.
pub(crate) fn number<N>(least: N, most: N) -> impl Fn(&str) -> Result<N, Text> + Clone
where
    N: Copy + Display + FromStr + PartialOrd,
{
    move |text| {
        let number = text.parse().ok();
        let number = number.filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| {
            text!(
                "expected a number from {least} to {most}",
                "应为 {least} 到 {most} 的数字"
            )
        })
    }
}
