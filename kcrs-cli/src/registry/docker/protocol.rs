//! Docker's credential helper protocol: a verb as the argument, texts and JSON on standard input
//! and output.
//!
//! Errors are written to standard output too, and the program ends with 1: docker reads them there,
//! and knows the first of them by its words.

use std::collections::BTreeMap;
use std::io::{self, Read, Write};

use kcrs_generated::SecretString;
use serde::{Deserialize, Serialize};

use super::login::exposed;

const NOT_FOUND: &str = "credentials not found in native keychain";
const NO_URL: &str = "no credentials server URL";
const NO_USERNAME: &str = "no credentials username";
const USAGE: &str = "Usage: docker-credential-kcrs <store|get|erase|list|version>";

/// Store of the credentials.
pub(crate) trait CredentialBackend {
    /// The user name and the password for a registry; `None` where there are none.
    fn get(&mut self, server_url: &str) -> Result<Option<(String, SecretString)>, String>;

    fn store(
        &mut self,
        server_url: &str,
        username: &str,
        secret: SecretString,
    ) -> Result<(), String>;

    /// Forgets a registry. One that is not known is forgotten already.
    fn erase(&mut self, server_url: &str) -> Result<(), String>;

    /// The user names, by registry.
    fn list(&mut self) -> Result<BTreeMap<String, String>, String>;
}

#[derive(Serialize, Deserialize)]
struct Credentials {
    #[serde(rename = "ServerURL", default)]
    server_url: String,
    #[serde(rename = "Username", default)]
    username: String,
    #[serde(rename = "Secret", default, serialize_with = "exposed")]
    secret: SecretString,
}

/// Does what the verb asks for, and returns whether it succeeded.
pub(crate) fn serve(
    verb: Option<&str>,
    input: impl Read,
    mut output: impl Write,
    backend: &mut impl CredentialBackend,
) -> io::Result<bool> {
    match respond(verb, input, backend) {
        Ok(text) => {
            output.write_all(text.as_bytes())?;
            Ok(true)
        }
        Err(text) => {
            writeln!(output, "{text}")?;
            Ok(false)
        }
    }
}

fn respond(
    verb: Option<&str>,
    input: impl Read,
    backend: &mut impl CredentialBackend,
) -> Result<String, String> {
    match verb {
        Some("get") => {
            let server_url = server_url(input)?;
            let (username, secret) = backend.get(&server_url)?.ok_or(NOT_FOUND)?;
            json(&Credentials {
                server_url,
                username,
                secret,
            })
        }
        Some("store") => {
            let credentials: Credentials = serde_json::from_str(&text(input)?)
                // The error's own text can quote the secret.
                .map_err(
                    |_| "standard input is no JSON object of ServerURL, Username and Secret",
                )?;
            if credentials.server_url.trim().is_empty() {
                return Err(NO_URL.to_owned());
            }
            if credentials.username.is_empty() {
                return Err(NO_USERNAME.to_owned());
            }
            backend.store(
                &credentials.server_url,
                &credentials.username,
                credentials.secret,
            )?;
            Ok(String::new())
        }
        Some("erase") => {
            backend.erase(&server_url(input)?)?;
            Ok(String::new())
        }
        Some("list") => json(&backend.list()?),
        Some("version") => Ok(format!(
            "docker-credential-kcrs (kcrs-cli) v{}\n",
            env!("CARGO_PKG_VERSION")
        )),
        Some(verb) => Err(format!(
            "docker-credential-kcrs: unknown action: {verb}\n{USAGE}"
        )),
        None => Err(USAGE.to_owned()),
    }
}

fn server_url(input: impl Read) -> Result<String, String> {
    let text = text(input)?;
    let url = text.trim();
    if url.is_empty() {
        return Err(NO_URL.to_owned());
    }
    Ok(url.to_owned())
}

fn text(mut input: impl Read) -> Result<String, String> {
    let mut text = String::new();
    input
        .read_to_string(&mut text)
        .map_err(|error| format!("standard input cannot be read: {error}"))?;
    Ok(text)
}

fn json(value: &impl Serialize) -> Result<String, String> {
    let mut text = serde_json::to_string(value).map_err(|error| error.to_string())?;
    text.push('\n');
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Keeps in memory what is stored; knows a registry whose tokens cannot be made.
    #[derive(Default)]
    struct Memory(BTreeMap<String, (String, SecretString)>);

    impl CredentialBackend for Memory {
        fn get(&mut self, server_url: &str) -> Result<Option<(String, SecretString)>, String> {
            match server_url {
                "broken.example.com" => Err("kcrs: AccessDenied: no".to_owned()),
                _ => Ok(self.0.get(server_url).cloned()),
            }
        }

        fn store(&mut self, url: &str, name: &str, secret: SecretString) -> Result<(), String> {
            self.0.insert(url.to_owned(), (name.to_owned(), secret));
            Ok(())
        }

        fn erase(&mut self, server_url: &str) -> Result<(), String> {
            self.0.remove(server_url);
            Ok(())
        }

        fn list(&mut self) -> Result<BTreeMap<String, String>, String> {
            Ok(self
                .0
                .iter()
                .map(|(url, (name, _))| (url.clone(), name.clone()))
                .collect())
        }
    }

    #[test]
    fn each_verb_prints_byte_for_byte_what_docker_expects() {
        let mut memory = Memory::default();
        for (verb, input, output, is_success) in [
            ("list", "", "{}\n", true),
            (
                "get",
                "a.example.com\n",
                "credentials not found in native keychain\n",
                false,
            ),
            ("get", "\n", "no credentials server URL\n", false),
            (
                "get",
                "broken.example.com",
                "kcrs: AccessDenied: no\n",
                false,
            ),
            (
                "store",
                r#"{"ServerURL":"a.example.com","Username":"me","Secret":"h\"u<s>h"}"#,
                "",
                true,
            ),
            (
                "get",
                "a.example.com",
                "{\"ServerURL\":\"a.example.com\",\"Username\":\"me\",\"Secret\":\"h\\\"u<s>h\"}\n",
                true,
            ),
            ("list", "", "{\"a.example.com\":\"me\"}\n", true),
            (
                "store",
                r#"{"Username":"me","Secret":"x"}"#,
                "no credentials server URL\n",
                false,
            ),
            (
                "store",
                r#"{"ServerURL":"b","Secret":"x"}"#,
                "no credentials username\n",
                false,
            ),
            (
                "store",
                "planted",
                "standard input is no JSON object of ServerURL, Username and Secret\n",
                false,
            ),
            ("erase", "a.example.com", "", true),
            ("erase", "a.example.com", "", true),
            ("erase", "", "no credentials server URL\n", false),
            ("list", "", "{}\n", true),
            (
                "version",
                "",
                concat!(
                    "docker-credential-kcrs (kcrs-cli) v",
                    env!("CARGO_PKG_VERSION"),
                    "\n"
                ),
                true,
            ),
            (
                "frob",
                "",
                "docker-credential-kcrs: unknown action: frob\nUsage: docker-credential-kcrs <store|get|erase|list|version>\n",
                false,
            ),
        ] {
            let mut written = Vec::new();
            let success = serve(Some(verb), input.as_bytes(), &mut written, &mut memory).unwrap();
            assert_eq!(
                String::from_utf8(written).unwrap(),
                output,
                "{verb} {input}"
            );
            assert_eq!(success, is_success, "{verb} {input}");
        }
        let mut written = Vec::new();
        assert!(!serve(None, &b""[..], &mut written, &mut memory).unwrap());
        assert!(written.starts_with(b"Usage: "));
    }
}
