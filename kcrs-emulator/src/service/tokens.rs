//! Chapter 2: access tokens.

use kcrs_generated::actions::{
    CreateInstanceToken, CreateInstanceTokenOutput, DescribeInstanceToken,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::InstanceToken;

use super::Registry;
use crate::state::{Instance, Page, Paged, Token};

/// The user name of every token: the document has it name the account, of which there is one here.
const USERNAME: &str = "kcrs-emulator";

pub(super) async fn create(
    registry: &Registry,
    context: &Context,
    request: CreateInstanceToken,
) -> Result<CreateInstanceTokenOutput, ServerError> {
    let id = request.instance_id.clone();
    let token = registry
        .change(context, &id, |instance, tx| {
            instance.create_token(tx, request)
        })
        .await?;
    Ok(CreateInstanceTokenOutput::builder()
        .request_id(context.request_id())
        .username(USERNAME)
        .token(token.secret)
        .token_id(token.id)
        .set_expire_time(token.expires.map(|expires| expires.timestamp()))
        .build())
}

pub(super) fn describe(
    instance: &Instance,
    page: Page,
    _request: &DescribeInstanceToken,
) -> Result<Paged<InstanceToken>, ServerError> {
    Ok(page
        .of_all(instance.tokens.iter().rev())
        .map(describe_token))
}

fn describe_token(token: &Token) -> InstanceToken {
    InstanceToken::builder()
        .token_id(&token.id)
        .enable(token.enabled)
        .set_desc(token.desc.clone())
        .create_time(token.created.timestamp())
        .set_expire_time(token.expires.map(|expires| expires.timestamp()))
        .build()
}
