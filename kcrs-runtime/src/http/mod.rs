//! One exchange with the service: the transport, the response, and what its errors mean.

pub(crate) mod error;
pub(crate) mod response;
pub(crate) mod transport;
