//! Names of members that hold secrets, for what no schema describes.

/// Words in the names of secrets, in lower case and without separators.
const SECRET_WORDS: [&str; 7] = [
    "accesskey",
    "authorization",
    "credential",
    "password",
    "secret",
    "signature",
    "token",
];

/// Names with such a word in them that are no secrets.
const PUBLIC_NAMES: [&str; 5] = [
    "signaturemethod",
    "signatureversion",
    "tokenid",
    "tokentime",
    "tokentype",
];

/// Returns whether a parameter, member or header of this name holds a secret, however the name is
/// spelt: `Access_Key`, `access-key` and `AccessKey` are alike.
pub fn is_secret_name(name: &str) -> bool {
    let folded = name.replace(['-', '_'], "").to_ascii_lowercase();
    !PUBLIC_NAMES.contains(&folded.as_str())
        && SECRET_WORDS.iter().any(|word| folded.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_however_they_are_spelt() {
        for name in [
            "Access_Key",
            "access-key",
            "AccessKey",
            "ACCESSKEY",
            "secretKey",
            "Pass_Word",
            "X-Amz-Security-Token",
        ] {
            assert!(is_secret_name(name), "{name}");
        }
        for name in ["InstanceId", "TokenId", "tokenId", "SignatureMethod"] {
            assert!(!is_secret_name(name), "{name}");
        }
    }
}
