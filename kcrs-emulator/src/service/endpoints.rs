//! Chapter 3: internal endpoints and their names.

use kcrs_generated::actions::{
    DescribeInternalEndpoint, DescribeInternalEndpointDns, DescribeInternalEndpointDnsOutput,
    DescribeInternalEndpointOutput,
};
use kcrs_generated::server::{Context, ServerError};
use kcrs_generated::types::{AccessVpc, InternalEndpointDns, InternalEndpointDomain};

use super::Registry;
use crate::state::{Endpoint, Moment, count, error};

pub(super) async fn describe(
    registry: &Registry,
    context: &Context,
    request: DescribeInternalEndpoint,
) -> Result<DescribeInternalEndpointOutput, ServerError> {
    let none = Vec::new();
    let endpoints = registry.list(context, &request.instance_id, none, |instance, now| {
        let endpoints = instance.endpoints.iter();
        Ok(endpoints
            .map(|endpoint| describe_endpoint(endpoint, now))
            .collect())
    })?;
    Ok(DescribeInternalEndpointOutput::builder()
        .request_id(context.request_id())
        .total_count(count(endpoints.len()))
        .access_vpc_set(endpoints)
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
        return Err(error::invalid("InternalEndpointDns"));
    }
    let none = Vec::new();
    let names = registry.list(context, &request.instance_id, none, |instance, now| {
        let endpoint = instance.endpoint(&request.vpc_id, &request.eni_lb_ip)?;
        let name = InternalEndpointDns::builder()
            .internal_endpoint_dns(domain)
            .status(endpoint.dns_status(now))
            .build();
        Ok(vec![name])
    })?;
    Ok(DescribeInternalEndpointDnsOutput::builder()
        .request_id(context.request_id())
        .internal_endpoint_dns_set(names)
        .build())
}

fn describe_endpoint(endpoint: &Endpoint, now: Moment) -> AccessVpc {
    AccessVpc::builder()
        .vpc_id(&endpoint.vpc_id)
        .subnet_id(&endpoint.subnet_id)
        .status(endpoint.status(now))
        .eni_lb_ip(&endpoint.ip)
        .build()
}
