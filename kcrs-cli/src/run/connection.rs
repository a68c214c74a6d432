//! Reasons for connection errors that the settings show.

use kcrs_generated::regions;

use crate::args::GlobalArgs;
use crate::args::parameters::{did_you_mean, nearest};
use crate::error::{CliError, ExitCode};
use crate::text::Text;

/// The error, with what may be wrong with the settings where no response came.
pub(crate) fn explain(error: CliError, globals: &GlobalArgs) -> CliError {
    let settings = globals.client_builder().resolved_config();
    let (Ok(settings), ExitCode::NoResponse) = (settings, error.code) else {
        return error;
    };
    if settings.endpoint.value.contains("{region}")
        && let Some(hint) = unknown_region(&settings.region.value)
    {
        return error.and(Text::verbatim('\n').and(hint));
    }
    // What rustls says where the bytes that come are no TLS.
    if error.to_string().contains("InvalidContentType") {
        return error.and(text!(
            "\nthe server does not speak TLS at this port: for plain http the endpoint begins with http://",
            "\n该端口的服务器不使用 TLS：如使用普通 http，地址应以 http:// 开头"
        ));
    }
    error
}

/// Returns the hint on a region that this version does not know.
pub(crate) fn unknown_region(region: &str) -> Option<Text> {
    if regions::ALL.contains(&region) {
        return None;
    }
    let hint = match nearest(region, regions::ALL) {
        Some(nearest) => did_you_mean(nearest),
        None => text!("known are {}", "已知的有 {}", regions::ALL.join(", ")),
    };
    Some(text!(
        "the region `{region}` is not known; {hint}",
        "不认识地域 `{region}`；{hint}"
    ))
}
