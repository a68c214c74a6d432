//! Text that must not be shown.

use zeroize::Zeroizing;

/// Text that must not be shown: `Debug` prints `"***"`, and its memory is wiped when it is dropped.
///
/// ```
/// let token = kcrs_runtime::SecretString::from("hush");
/// assert_eq!(format!("{token:?}"), r#""***""#);
/// assert_eq!(token.expose(), "hush");
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SecretString(Zeroizing<String>);

impl SecretString {
    /// The text in clear.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

shown_as!(SecretString: "\"***\"");

impl std::hash::Hash for SecretString {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.expose().hash(state);
    }
}

impl From<String> for SecretString {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for SecretString {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

crate::deserialize!(SecretString);

/// Writes the text in clear: what is serialised is what travels.
#[cfg(feature = "serialize")]
impl serde::Serialize for SecretString {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.expose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_nothing_and_compares_the_text() {
        let secret = SecretString::from("hush");
        assert_eq!(
            format!("{secret:?} {:?}", Some(&secret)),
            r#""***" Some("***")"#
        );
        assert_eq!(secret, SecretString::from(String::from("hush")));
        assert_ne!(secret, SecretString::default());
        assert_eq!(secret.clone().expose(), "hush");
    }
}
