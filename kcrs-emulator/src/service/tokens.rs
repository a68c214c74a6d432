//! Chapter 2: access tokens.

use kcrs_generated::actions::{
    CreateInstanceToken, CreateInstanceTokenOutput, DeleteInstanceToken, DeleteInstanceTokenOutput,
    DescribeInstanceToken, DescribeInstanceTokenOutput, ModifyInstanceTokenInformation,
    ModifyInstanceTokenInformationOutput, ModifyInstanceTokenStatus,
    ModifyInstanceTokenStatusOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::InstanceToken;

use super::Registry;
use crate::state::{Page, Token, TokenUpdate};

/// The user name of every token: the document has it name the account, of which there is one here.
const USERNAME: &str = "kcrs-emulator";

pub(super) async fn create(
    registry: &Registry,
    context: &Context,
    request: CreateInstanceToken,
) -> Result<CreateInstanceTokenOutput, ServerError> {
    let token = registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.create_token(tx, request.token_type, request.token_time, request.desc)
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

pub(super) async fn modify_status(
    registry: &Registry,
    context: &Context,
    request: ModifyInstanceTokenStatus,
) -> Result<ModifyInstanceTokenStatusOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.enable_token(tx, &request.token_id, request.enable)
        })
        .await?;
    Ok(ModifyInstanceTokenStatusOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn modify_information(
    registry: &Registry,
    context: &Context,
    request: ModifyInstanceTokenInformation,
) -> Result<ModifyInstanceTokenInformationOutput, ServerError> {
    let update = TokenUpdate {
        token_type: request.token_type,
        token_time: request.token_time,
        desc: request.desc,
    };
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.update_token(tx, &request.token_id, update)
        })
        .await?;
    Ok(ModifyInstanceTokenInformationOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn describe(
    registry: &Registry,
    context: &Context,
    request: DescribeInstanceToken,
) -> Result<DescribeInstanceTokenOutput, ServerError> {
    let page = Page::of::<DescribeInstanceToken>(request.marker, request.max_results)?;
    let paged = registry.list(context, &request.instance_id, page, |instance, page| {
        Ok(page.of_all(instance.inside.tokens.iter().rev()).map(answer))
    })?;
    Ok(DescribeInstanceTokenOutput::builder()
        .request_id(context.request_id())
        .total_count(paged.total)
        .marker(paged.marker)
        .max_results(paged.max_results)
        .token_set(paged.items)
        .build())
}

pub(super) async fn delete(
    registry: &Registry,
    context: &Context,
    request: DeleteInstanceToken,
) -> Result<DeleteInstanceTokenOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.delete_token(tx, &request.token_id)
        })
        .await?;
    Ok(DeleteInstanceTokenOutput::builder()
        .request_id(context.request_id())
        .build())
}

fn answer(token: &Token) -> InstanceToken {
    InstanceToken::builder()
        .token_id(&token.id)
        .enable(token.enabled)
        .set_desc(token.desc.clone())
        .create_time(token.created.timestamp())
        .set_expire_time(token.expires.map(|expires| expires.timestamp()))
        .build()
}
