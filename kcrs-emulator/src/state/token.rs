//! Access tokens: the user name and password of an instance.

use std::time::Duration;

use kcrs_generated::SecretString;
use kcrs_generated::types::TokenType;
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::table::Row;
use super::time::Moment;
use super::{StateError, Thing, Tx, documented};
use crate::store::Kind;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A token. It is enabled from the start and stays so when it expires: the document separates the
/// two.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Token {
    pub(crate) id: String,
    pub(crate) secret: SecretString,
    pub(crate) token_type: TokenType,
    pub(crate) enabled: bool,
    pub(crate) desc: Option<String>,
    pub(crate) created: Moment,
    pub(crate) expires: Option<Moment>,
}

/// What a call sets of a token. What it leaves out stays as it is.
#[derive(Debug, Default)]
pub(crate) struct TokenUpdate {
    pub(crate) token_type: Option<TokenType>,
    pub(crate) token_time: Option<i64>,
    pub(crate) desc: Option<String>,
}

impl Instance {
    pub(crate) fn create_token(
        &mut self,
        tx: &mut Tx<'_>,
        token_type: TokenType,
        token_time: i64,
        desc: Option<String>,
    ) -> Result<Token, StateError> {
        self.check_running(tx.now)?;
        let expires = expiry(&token_type, token_time, tx.now)?;
        let number = tx.ids.number();
        let token = Token {
            id: tx.ids.uuid(number),
            secret: tx.ids.secret(number).into(),
            token_type,
            enabled: true,
            desc,
            created: tx.now,
            expires,
        };
        self.inside
            .tokens
            .insert(number, token.clone(), &mut tx.changes);
        Ok(token)
    }

    pub(crate) fn enable_token(
        &mut self,
        tx: &mut Tx<'_>,
        id: &str,
        enabled: bool,
    ) -> Result<(), StateError> {
        self.inside
            .tokens
            .edit(id, &mut tx.changes, |token| token.enabled = enabled)
            .ok_or_else(|| StateError::not_found(Thing::Token, id))
    }

    /// Changes a token. A new lifetime counts from this call: the document does not say from when,
    /// and a caller who asks for an hour means to have one.
    ///
    /// A TokenType of hours or days needs the TokenTime that goes with it; a TokenTime alone keeps
    /// the type, and has no effect where that is NeverExpire.
    pub(crate) fn update_token(
        &mut self,
        tx: &mut Tx<'_>,
        id: &str,
        update: TokenUpdate,
    ) -> Result<(), StateError> {
        let TokenUpdate {
            token_type,
            token_time,
            desc,
        } = update;
        let token = self
            .inside
            .tokens
            .get(id)
            .ok_or_else(|| StateError::not_found(Thing::Token, id))?;
        let lifetime = match (&token_type, token_time) {
            (None, None) => None,
            (Some(TokenType::NeverExpire), _) => Some(None),
            (Some(token_type), Some(time)) => Some(expiry(token_type, time, tx.now)?),
            (Some(token_type), None) => {
                documented!(token_type, "TokenType")?;
                return Err(StateError::Missing("TokenTime"));
            }
            (None, Some(time)) => Some(expiry(&token.token_type, time, tx.now)?),
        };
        self.inside.tokens.edit(id, &mut tx.changes, |token| {
            if let Some(expires) = lifetime {
                token.expires = expires;
            }
            if let Some(token_type) = token_type {
                token.token_type = token_type;
            }
            if desc.is_some() {
                token.desc = desc;
            }
        });
        Ok(())
    }

    pub(crate) fn delete_token(&mut self, tx: &mut Tx<'_>, id: &str) -> Result<(), StateError> {
        self.inside
            .tokens
            .remove(id, &mut tx.changes)
            .map(drop)
            .ok_or_else(|| StateError::not_found(Thing::Token, id))
    }
}

/// When a token expires whose lifetime begins now.
fn expiry(token_type: &TokenType, time: i64, now: Moment) -> Result<Option<Moment>, StateError> {
    let unit = match token_type {
        TokenType::NeverExpire => return Ok(None),
        TokenType::Hour => HOUR,
        TokenType::Day => DAY,
        _ => return Err(StateError::Invalid("TokenType")),
    };
    Some(time)
        .filter(|time| *time > 0)
        .and_then(|time| now.checked_after(time, unit))
        .map(Some)
        .ok_or(StateError::Invalid("TokenTime"))
}

impl Row for Token {
    const KIND: Kind = Kind::Token;

    fn name(&self) -> String {
        self.id.clone()
    }
}
