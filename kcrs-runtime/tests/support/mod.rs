//! A service, a request and servers made of plain sockets.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use kcrs_runtime::__private::v1::Validator;
use kcrs_runtime::schema::Constraints;
use kcrs_runtime::{
    ClientBuilder, Credentials, Method, ParamWriter, Request, Service, Signature, ToParams,
    Validate,
};

pub(crate) const SECRET: &str = "the-secret-key";

pub(crate) static SERVICE: Service =
    Service::new("kcrs", "2021-11-09", "https://kcrs.{region}.api.ksyun.com")
        .default_region("cn-beijing-6")
        .signatures(&[Signature::V4, Signature::V4Query, Signature::Simplified])
        .user_agent("kcrs-test/1");

/// A request with one parameter, which must be there.
#[derive(Clone)]
pub(crate) struct Say<const POST: bool>(pub(crate) &'static str);

pub(crate) type Output = BTreeMap<String, String>;

impl<const POST: bool> ToParams for Say<POST> {
    fn write_params(&self, writer: &mut ParamWriter<'_>) {
        writer.member("Text", self.0);
        writer.sensitive_member("Password", "the-password");
    }
}

impl<const POST: bool> Validate for Say<POST> {
    fn validate_into(&self, validator: &mut Validator<'_>) {
        static TEXT: Constraints =
            Constraints::NONE.length(1, 10, kcrs_runtime::LengthUnit::Characters);
        validator.member("Text", &self.0.to_owned(), &TEXT);
    }
}

impl<const POST: bool> Request for Say<POST> {
    type Output = Output;
    const ACTION: &'static str = "Say";
    const VERSION: Option<&'static str> = None;
    const METHOD: Method = if POST { Method::Post } else { Method::Get };
    const IDEMPOTENT: bool = false;
}

/// A client of a server on this port.
pub(crate) fn client(scheme: &str, port: u16) -> ClientBuilder {
    ClientBuilder::new(&SERVICE)
        .credentials(Credentials::with_token("AK", SECRET, "the-token"))
        .region("cn-beijing-6")
        .timeout(Duration::from_secs(20))
        // A proxy of the machine has no business with a server in this process.
        .http_client(|builder| builder.no_proxy())
        .endpoint(format!("{scheme}://localhost:{port}"))
}

/// Serves each connection with `respond` in a thread of its own; returns the port and what each
/// request was.
pub(crate) fn serve(
    respond: impl Fn(&[u8], &mut TcpStream) -> std::io::Result<()> + Clone + Send + 'static,
) -> (u16, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("localhost:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (sender, requests) = channel();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (respond, sender) = (respond.clone(), sender.clone());
            thread::spawn(move || {
                let mut stream = stream?;
                while let Some(request) = read_request(&mut stream)? {
                    let _ = sender.send(request.clone());
                    respond(&request, &mut stream)?;
                }
                std::io::Result::Ok(())
            });
        }
    });
    (port, requests)
}

/// A server that always sends this response.
pub(crate) fn serve_text(response: impl Into<String>) -> (u16, Receiver<Vec<u8>>) {
    let response = response.into();
    serve(move |_, stream| stream.write_all(response.as_bytes()))
}

/// A port that nobody listens on.
#[allow(dead_code, reason = "not every test needs it")]
pub(crate) fn unused_port() -> u16 {
    let listener = TcpListener::bind("localhost:0").unwrap();
    listener.local_addr().unwrap().port()
}

/// A response with this body.
pub(crate) fn http(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Reads the head and the body of a request. None at the end of the connection.
pub(crate) fn read_request(stream: &mut impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.trim().parse().unwrap());
    let start = request.len();
    request.resize(start + length, 0);
    stream.read_exact(&mut request[start..])?;
    Ok(Some(request))
}
