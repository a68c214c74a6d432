//! Tokens of an instance: made, checked and deleted by the service.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use kcrs_generated::types::TokenType;
use kcrs_generated::{Client, ConfigSource, Error, SecretString, Signature, Sourced};
use serde::{Deserialize, Serialize, Serializer};

use super::host::RegistryHost;
use crate::args::global::{self, GlobalArgs};
use crate::error::CliError;

/// A token is not handed out any more when it expires within this time: it shall last for what it
/// was asked for.
const MARGIN: Duration = Duration::from_secs(10 * 60);

/// Parameters of the tokens for a registry, made now and whenever the last one has expired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Login {
    pub(crate) instance_id: String,
    /// The lifetime of a token in hours.
    pub(crate) hours: u32,
    /// The user name, where it is not the one that the service returns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) profile: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) endpoint: Option<String>,
    /// As `--signature` has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) signature: Option<String>,
}

/// A token that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Token {
    pub(crate) token_id: String,
    pub(crate) username: String,
    #[serde(serialize_with = "exposed")]
    pub(crate) secret: SecretString,
    /// In seconds since 1970, by this machine's clock.
    pub(crate) expires: u64,
}

impl Login {
    /// Tokens for an instance, made with the account that the options and the environment name: the
    /// helper runs later, in another environment.
    pub(crate) fn new(
        instance_id: String,
        hours: u32,
        globals: &GlobalArgs,
    ) -> Result<Self, CliError> {
        let resolved = globals.client_builder().resolved_config()?;
        Ok(Self {
            instance_id,
            hours,
            username: None,
            profile: named(resolved.profile),
            region: named(resolved.region),
            endpoint: named(resolved.endpoint),
            signature: globals
                .signature
                .map(|_| globals.signature_name().to_owned()),
        })
    }

    pub(super) fn signature(&self) -> Option<Signature> {
        global::signature(self.signature.as_deref()?)
    }

    /// Makes a token.
    pub(crate) async fn create_token(
        &self,
        client: &Client,
        host: &RegistryHost,
    ) -> Result<Token, CliError> {
        // Counted from here: the time in the service's response has no zone.
        let begun = SystemTime::now();
        let created = client
            .create_instance_token()
            .instance_id(&self.instance_id)
            .token_type(TokenType::Hour)
            .token_time(i64::from(self.hours))
            // What lists of tokens show it by.
            .desc(format!("kcrs docker-login {host}"))
            .send()
            .await?;
        let username = self.username.clone().unwrap_or(created.username);
        let lifetime = Duration::from_secs(u64::from(self.hours) * 3600);
        let token = Token {
            token_id: created.token_id,
            username,
            secret: created.token,
            expires: seconds(begun + lifetime),
        };
        if token.username.is_empty() {
            // Nobody could log in with it, so nobody shall have to clear it away.
            token.delete(client, &self.instance_id).await?;
            return Err(CliError::usage(text!(
                "the service returns no user name for its tokens: give one with --username",
                "服务没有返回访问凭证的用户名：请用 --username 给出"
            )));
        }
        Ok(token)
    }
}

impl Token {
    /// Returns whether it can be handed out.
    pub(crate) fn is_fresh(&self, now: SystemTime) -> bool {
        seconds(now + MARGIN) < self.expires
    }

    /// Returns whether it still opens the registry, be it for a moment.
    pub(crate) fn is_alive(&self, now: SystemTime) -> bool {
        seconds(now) < self.expires
    }

    /// Returns whether the service still has it, enabled.
    pub(crate) async fn is_known(
        &self,
        client: &Client,
        instance_id: &str,
    ) -> Result<bool, CliError> {
        let mut tokens = client
            .describe_instance_token()
            .instance_id(instance_id)
            .items();
        while let Some(token) = tokens.next().await {
            let token = token?;
            if token.token_id == self.token_id {
                return Ok(token.enable != Some(false));
            }
        }
        Ok(false)
    }

    /// Deletes it; one that is not there any more is no error.
    pub(crate) async fn delete(&self, client: &Client, instance_id: &str) -> Result<(), Error> {
        let deleted = client
            .delete_instance_token()
            .instance_id(instance_id)
            .token_id(&self.token_id)
            .send()
            .await;
        match deleted {
            Err(error) if !error.is_not_found() => Err(error),
            _ => Ok(()),
        }
    }

    /// Returns the time of expiry, in UTC.
    pub(crate) fn expiry(&self) -> String {
        i64::try_from(self.expires)
            .ok()
            .and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
            .map_or_else(|| "never".to_owned(), |time| time.to_string())
    }
}

/// A setting that is not there again for whoever has the profile file only.
fn named(setting: Sourced<String>) -> Option<String> {
    matches!(
        setting.source,
        ConfigSource::Set | ConfigSource::Variable(_)
    )
    .then_some(setting.value)
}

pub(super) fn exposed<S: Serializer>(
    secret: &SecretString,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(secret.expose())
}

fn seconds(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_not_handed_out_in_its_last_ten_minutes() {
        let now = UNIX_EPOCH + Duration::from_secs(1_000_000);
        let expiring_in = |minutes: u64| Token {
            token_id: String::new(),
            username: String::new(),
            secret: "hush".into(),
            expires: seconds(now + Duration::from_secs(minutes * 60)),
        };
        assert!(expiring_in(11).is_fresh(now));
        assert!(!expiring_in(10).is_fresh(now) && expiring_in(10).is_alive(now));
        assert!(!expiring_in(0).is_alive(now));
        assert_eq!(expiring_in(20).expiry(), "1970-01-12T14:06:40Z");
    }
}
