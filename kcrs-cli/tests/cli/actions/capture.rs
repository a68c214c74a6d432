//! A server that keeps what it is sent, byte for byte, and responds as the API's document does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

use bytes::Bytes;
use kcrs_generated::Params;
use kcrs_generated::schema::ACTIONS;

/// The server. Its thread ends with the process.
#[derive(Debug)]
pub(super) struct Capture {
    address: SocketAddr,
    sent: Arc<Mutex<Vec<Sent>>>,
}

/// A request without what differs from one time to the next: the signature and its date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sent {
    method: String,
    path: String,
    content_type: Option<String>,
    body: String,
}

impl Capture {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address");
        let sent = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&sent);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.expect("a connection");
                let request = read(&stream);
                let response = respond(&request);
                // Before the response: the program ends with it.
                kept.lock().expect("the requests").push(request);
                stream.write_all(response.as_bytes()).expect("a reader");
            }
        });
        Self { address, sent }
    }

    pub(super) fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The requests since this was asked last.
    pub(super) fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.sent.lock().expect("the requests"))
    }
}

impl Sent {
    /// The same of a request that was not sent.
    pub(super) fn of(request: &http::Request<Bytes>) -> Self {
        let path = request.uri().path_and_query().expect("a path");
        let content_type = request.headers().get("content-type");
        Self {
            method: request.method().to_string(),
            path: path.to_string(),
            content_type: content_type.map(|value| value.to_str().expect("text").to_owned()),
            body: String::from_utf8(request.body().to_vec()).expect("UTF-8"),
        }
    }
}

fn read(stream: &TcpStream) -> Sent {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).expect("a line");
    let (method, rest) = line.split_once(' ').expect("a method");
    let (path, _) = rest.rsplit_once(' ').expect("a path");
    let (mut length, mut content_type) = (0, None);
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).expect("a header");
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().expect("a length"),
            "content-type" => content_type = Some(value.trim().to_owned()),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    Sent {
        method: method.to_owned(),
        path: path.to_owned(),
        content_type,
        body: String::from_utf8(body).expect("UTF-8"),
    }
}

fn respond(request: &Sent) -> String {
    let query = request.path.split_once('?').map_or("", |(_, query)| query);
    let form = if query.is_empty() {
        &request.body
    } else {
        query
    };
    let params = Params::from_form(form.as_bytes()).expect("a form");
    let name = params.get("Action").expect("an action");
    let action = ACTIONS.iter().find(|action| action.name == name);
    let response = action
        .and_then(|action| action.example)
        .expect("an example")
        .response;
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{response}",
        response.len()
    )
}
