//! Chapter 3: internal endpoints and their names.

use kcrs_generated::actions::{
    CreateInternalEndpoint, CreateInternalEndpointDns, CreateInternalEndpointDnsOutput,
    CreateInternalEndpointOutput, DeleteInternalEndpoint, DeleteInternalEndpointDns,
    DeleteInternalEndpointDnsOutput, DeleteInternalEndpointOutput, DescribeInternalEndpoint,
    DescribeInternalEndpointDns, DescribeInternalEndpointDnsOutput, DescribeInternalEndpointOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::{AccessVpc, InternalEndpointDns, InternalEndpointDomain};

use super::Registry;
use crate::state::{Endpoint, Moment, StateError, count};

pub(super) async fn create(
    registry: &Registry,
    context: &Context,
    request: CreateInternalEndpoint,
) -> Result<CreateInternalEndpointOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.create_endpoint(tx, request.vpc_id, request.reserve_subnet_id)
        })
        .await?;
    Ok(CreateInternalEndpointOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn describe(
    registry: &Registry,
    context: &Context,
    request: DescribeInternalEndpoint,
) -> Result<DescribeInternalEndpointOutput, ServerError> {
    let endpoints = or_none(
        registry.look(context, &request.instance_id, |instance, now| {
            let endpoints = instance.inside.endpoints.iter();
            Ok(endpoints
                .map(|endpoint| answer(endpoint, now))
                .collect::<Vec<_>>())
        }),
    )?;
    Ok(DescribeInternalEndpointOutput::builder()
        .request_id(context.request_id())
        .total_count(count(endpoints.len()))
        .access_vpc_set(endpoints)
        .build())
}

pub(super) async fn delete(
    registry: &Registry,
    context: &Context,
    request: DeleteInternalEndpoint,
) -> Result<DeleteInternalEndpointOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            instance.delete_endpoint(tx, &request.vpc_id, &request.eni_lb_ip)
        })
        .await?;
    Ok(DeleteInternalEndpointOutput::builder()
        .request_id(context.request_id())
        .build())
}

pub(super) async fn create_dns(
    registry: &Registry,
    context: &Context,
    request: CreateInternalEndpointDns,
) -> Result<CreateInternalEndpointDnsOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            let domain = &request.internal_endpoint_dns;
            instance.create_dns(tx, &request.vpc_id, &request.eni_lb_ip, domain)
        })
        .await?;
    Ok(CreateInternalEndpointDnsOutput::builder()
        .request_id(context.request_id())
        .build())
}

/// Each name of an endpoint is listed, whether or not it was ever resolved; an unknown endpoint has
/// none.
pub(super) async fn describe_dns(
    registry: &Registry,
    context: &Context,
    request: DescribeInternalEndpointDns,
) -> Result<DescribeInternalEndpointDnsOutput, ServerError> {
    let domain = request
        .internal_endpoint_dns
        .unwrap_or(InternalEndpointDomain::PrivateDomain);
    if !domain.is_known() {
        return Err(StateError::Invalid("InternalEndpointDns").into());
    }
    let names = or_none(
        registry.look(context, &request.instance_id, |instance, now| {
            let endpoint = instance.endpoint(&request.vpc_id, &request.eni_lb_ip)?;
            let name = InternalEndpointDns::builder()
                .internal_endpoint_dns(domain)
                .status(endpoint.dns_status(now))
                .build();
            Ok(vec![name])
        }),
    )?;
    Ok(DescribeInternalEndpointDnsOutput::builder()
        .request_id(context.request_id())
        .internal_endpoint_dns_set(names)
        .build())
}

pub(super) async fn delete_dns(
    registry: &Registry,
    context: &Context,
    request: DeleteInternalEndpointDns,
) -> Result<DeleteInternalEndpointDnsOutput, ServerError> {
    registry
        .change(context.time(), &request.instance_id, |instance, tx| {
            let domain = &request.internal_endpoint_dns;
            instance.delete_dns(tx, &request.vpc_id, &request.eni_lb_ip, domain)
        })
        .await?;
    Ok(DeleteInternalEndpointDnsOutput::builder()
        .request_id(context.request_id())
        .build())
}

/// An empty list where what is asked for is not there.
fn or_none<T>(listed: Result<Vec<T>, StateError>) -> Result<Vec<T>, StateError> {
    match listed {
        Err(StateError::NotFound(..)) => Ok(Vec::new()),
        listed => listed,
    }
}

fn answer(endpoint: &Endpoint, now: Moment) -> AccessVpc {
    AccessVpc::builder()
        .vpc_id(&endpoint.vpc_id)
        .subnet_id(&endpoint.subnet_id)
        .status(endpoint.status(now))
        .eni_lb_ip(&endpoint.ip)
        .build()
}
