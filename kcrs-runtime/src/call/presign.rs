//! URLs that are signed.

use std::fmt;
use std::time::SystemTime;

use http::Uri;

/// A URL that is signed, so that whoever has it can make the call.
///
/// It is a secret of sorts: `Debug` shows no more than its host.
///
/// ```
/// # async fn example(call: kcrs_runtime::Call<()>) -> Result<(), kcrs_runtime::Error> {
/// let url = call.presigned().await?;
/// println!("curl '{}'", url.as_str());
/// # Ok(()) }
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedUrl {
    url: String,
    signed_at: SystemTime,
}

impl PresignedUrl {
    pub(crate) fn new(uri: &Uri, signed_at: SystemTime) -> Self {
        Self {
            url: uri.to_string(),
            signed_at,
        }
    }

    /// The URL.
    pub fn as_str(&self) -> &str {
        &self.url
    }

    /// The URL.
    pub fn into_string(self) -> String {
        self.url
    }

    /// The date of the signature. The service takes the URL as long as that is no more than 15
    /// minutes ago.
    pub fn signed_at(&self) -> SystemTime {
        self.signed_at
    }
}

impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("PresignedUrl")
            .field("url", &format_args!("{shown}?***"))
            .field("signed_at", &self.signed_at)
            .finish()
    }
}
