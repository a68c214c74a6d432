//! Violations of a request in the words of the command line.

use kcrs_generated::{Violation, Violations};

use crate::error::CliError;
use crate::text::Text;

/// The error for a request that breaks rules: a line for each violation, which `describe` gives a
/// name and a message.
pub(crate) fn invalid_request(
    command: &str,
    violations: &Violations,
    describe: impl Fn(&Violation) -> (String, Text),
) -> CliError {
    let title = text!(
        "{command}: the request is not valid, nothing was sent:",
        "{command}：请求不合规则，未发送："
    );
    let lines = violations.iter().map(|violation| {
        let (name, message) = describe(violation);
        format!("\n  {name}: {message}")
    });
    CliError::usage(title.and(lines.collect::<String>()))
}
