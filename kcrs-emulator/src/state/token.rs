//! Access tokens: the user name and password of an instance.

use kcrs_generated::server::ServerError;
use std::time::Duration;

use kcrs_generated::SecretString;
use kcrs_generated::actions::{
    CreateInstanceToken, DeleteInstanceToken, ModifyInstanceTokenInformation,
    ModifyInstanceTokenStatus,
};
use kcrs_generated::types::TokenType;
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::table::Row;
use super::time::Moment;
use super::{ResourceKind, Tx, documented, error};
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

impl Instance {
    pub(crate) fn create_token(
        &mut self,
        tx: &mut Tx<'_>,
        request: CreateInstanceToken,
    ) -> Result<Token, ServerError> {
        self.check_running(tx.now)?;
        let expires = expiry(&request.token_type, request.token_time, tx.now)?;
        let number = tx.ids.number();
        let token = Token {
            id: tx.ids.uuid(number),
            secret: tx.ids.secret(number).into(),
            token_type: request.token_type,
            enabled: true,
            desc: request.desc,
            created: tx.now,
            expires,
        };
        let tokens = &mut self.tokens;
        tokens.insert(number, token.clone(), &mut tx.changes);
        Ok(token)
    }

    pub(crate) fn modify_token_status(
        &mut self,
        tx: &mut Tx<'_>,
        request: ModifyInstanceTokenStatus,
    ) -> Result<(), ServerError> {
        let tokens = &mut self.tokens;
        tokens.edit(&request.token_id, &mut tx.changes, |token| {
            token.enabled = request.enable;
        })
    }

    /// Changes a token. A new lifetime counts from this call: the document does not say from when,
    /// and a caller who asks for an hour means to have one.
    ///
    /// A TokenType of hours or days needs the TokenTime that goes with it; a TokenTime alone keeps
    /// the type, and has no effect where that is NeverExpire.
    pub(crate) fn modify_token(
        &mut self,
        tx: &mut Tx<'_>,
        request: ModifyInstanceTokenInformation,
    ) -> Result<(), ServerError> {
        let tokens = &mut self.tokens;
        let token = tokens.get(&request.token_id)?;
        let lifetime = match (&request.token_type, request.token_time) {
            (None, None) => None,
            (Some(TokenType::NeverExpire), _) => Some(None),
            (Some(token_type), Some(time)) => Some(expiry(token_type, time, tx.now)?),
            (Some(token_type), None) => {
                documented!(token_type, "TokenType")?;
                return Err(error::missing("TokenTime"));
            }
            (None, Some(time)) => Some(expiry(&token.token_type, time, tx.now)?),
        };
        tokens.edit(&request.token_id, &mut tx.changes, |token| {
            if let Some(expires) = lifetime {
                token.expires = expires;
            }
            if let Some(token_type) = request.token_type {
                token.token_type = token_type;
            }
            if request.desc.is_some() {
                token.desc = request.desc;
            }
        })
    }

    pub(crate) fn delete_token(
        &mut self,
        tx: &mut Tx<'_>,
        request: DeleteInstanceToken,
    ) -> Result<(), ServerError> {
        let tokens = &mut self.tokens;
        tokens.remove(&request.token_id, &mut tx.changes).map(drop)
    }
}

/// Returns the time of expiry of a token whose lifetime begins now.
fn expiry(token_type: &TokenType, time: i64, now: Moment) -> Result<Option<Moment>, ServerError> {
    let unit = match token_type {
        TokenType::NeverExpire => return Ok(None),
        TokenType::Hour => HOUR,
        TokenType::Day => DAY,
        _ => return Err(error::invalid("TokenType")),
    };
    Some(time)
        .filter(|time| *time > 0)
        .and_then(|time| now.checked_after(time, unit))
        .map(Some)
        .ok_or(error::invalid("TokenTime"))
}

impl Row for Token {
    const KIND: Kind = Kind::TOKEN;
    const RESOURCE: ResourceKind = ResourceKind::Token;

    fn name(&self) -> String {
        self.id.clone()
    }
}
