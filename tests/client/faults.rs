//! What the client does when the service or the network is at fault: a table of faults against a
//! real socket, which is compared with the one in the user guide.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use kcrs_generated::types::InstanceType;
use kcrs_generated::{Attempt, Client, Credentials, Error, Hook, Retry};
use kcrs_test_support::expect_file;

/// Replies on its connection to a request, of which this is the number. False closes it.
type Reply = fn(&mut TcpStream, usize) -> std::io::Result<bool>;

struct Fault {
    name: &'static str,
    respond: Reply,
}

const GOOD: &str = r#"{"RequestId": "r", "InstanceId": "i", "TotalCount": 0, "InstanceSet": [], "MaxResults": 20, "Marker": 0}"#;

const FAULTS: [Fault; 29] = [
    Fault {
        name: "none",
        respond: |stream, _| reply(stream, "200 OK", "", GOOD),
    },
    Fault {
        name: "responds late, but in time",
        respond: |stream, _| {
            thread::sleep(Duration::from_millis(150));
            reply(stream, "200 OK", "", GOOD)
        },
    },
    Fault {
        name: "responds too late for an attempt, once",
        respond: |stream, number| {
            if number == 1 {
                thread::sleep(LIMIT * 3);
            }
            reply(stream, "200 OK", "", GOOD)
        },
    },
    Fault {
        name: "drips a byte at a time",
        respond: |stream, _| {
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")?;
            loop {
                stream.write_all(b" ")?;
                thread::sleep(Duration::from_millis(50));
            }
        },
    },
    Fault {
        name: "connection reset before the response",
        respond: |stream, _| {
            socket2::SockRef::from(&*stream).set_linger(Some(Duration::ZERO))?;
            Ok(false)
        },
    },
    Fault {
        name: "connection closed in the middle of the body",
        respond: |stream, _| {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{{\"Re"
            )?;
            Ok(false)
        },
    },
    Fault {
        name: "JSON cut off",
        respond: |stream, _| reply(stream, "200 OK", "", &GOOD[..50]),
    },
    Fault {
        name: "empty body",
        respond: |stream, _| reply(stream, "200 OK", "", ""),
    },
    Fault {
        name: "200 with an `Error` of the caller",
        respond: |stream, _| {
            let error = error_body(
                "InvalidParameterValue",
                "An invalid or out-of-range value was supplied for the input parameter InstanceName.",
            );
            reply(stream, "200 OK", "", &error)
        },
    },
    Fault {
        name: "200 with an `error` in small letters",
        respond: |stream, _| {
            let error = r#"{"requestId": "r", "error": {"code": "AccessDenied", "message": "no"}}"#;
            reply(stream, "200 OK", "", error)
        },
    },
    Fault {
        name: "200 with nothing but a code and a message",
        respond: |stream, _| {
            let error = r#"{"RequestId": "r", "Code": "AccessDenied", "Message": "no"}"#;
            reply(stream, "200 OK", "", error)
        },
    },
    Fault {
        name: "200 with `ServiceTimeout` once, then good",
        respond: |stream, number| {
            let error = error_body("ServiceTimeout", "late");
            first(stream, number, "200 OK", "", &error)
        },
    },
    Fault {
        name: "200 with HTML, a page about maintenance",
        respond: |stream, _| reply(stream, "200 OK", "", "<html>Back soon.</html>"),
    },
    Fault {
        name: "200 without the id that the action returns, or that of an item",
        respond: |stream, _| {
            let output =
                r#"{"RequestId": "r", "InstanceSet": [{"InstanceName": "demo"}], "Marker": 0}"#;
            reply(stream, "200 OK", "", output)
        },
    },
    Fault {
        name: "408 once, then good",
        respond: |stream, number| first(stream, number, "408 Request Timeout", "", ""),
    },
    Fault {
        name: "400 `LimitExceeded` about the rate once, then good",
        respond: |stream, number| {
            let error = error_body("LimitExceeded", "Request rate is too high.");
            first(stream, number, "400 Bad Request", "", &error)
        },
    },
    Fault {
        name: "400 `LimitExceeded` about a quota",
        respond: |stream, _| {
            let error = error_body("LimitExceeded", "No more than 5 instances.");
            reply(stream, "400 Bad Request", "", &error)
        },
    },
    Fault {
        name: "500 once, then good",
        respond: |stream, number| {
            let error = error_body("InternalError", "x");
            first(stream, number, "500 Internal Server Error", "", &error)
        },
    },
    Fault {
        name: "500 `ServiceTimeout` for good",
        respond: |stream, _| {
            let message = "Internal Service is unavailable because of time out.";
            let error = error_body("ServiceTimeout", message);
            reply(stream, "500 Internal Server Error", "", &error)
        },
    },
    Fault {
        name: "502 with HTML",
        respond: |stream, _| {
            let html = "<html><h1>Bad Gateway</h1></html>";
            reply(
                stream,
                "502 Bad Gateway",
                "Content-Type: text/html\r\n",
                html,
            )
        },
    },
    Fault {
        name: "409 `LimitExceeded` once, then good",
        respond: |stream, number| {
            let error = error_body("LimitExceeded", "too fast");
            first(stream, number, "409 Conflict", "", &error)
        },
    },
    Fault {
        name: "429 with `Retry-After` once, then good",
        respond: |stream, number| {
            let error = error_body("TooFast", "wait");
            let header = "Retry-After: 1\r\n";
            first(stream, number, "429 Too Many Requests", header, &error)
        },
    },
    Fault {
        name: "429 with a `Retry-After` beyond the time limit",
        respond: |stream, _| {
            let error = error_body("TooFast", "wait");
            let header = "Retry-After: 3600\r\n";
            reply(stream, "429 Too Many Requests", header, &error)
        },
    },
    Fault {
        name: "date of the signature refused once, then good",
        respond: |stream, number| {
            let error = error_body(
                "SignatureDoesNotMatch",
                "Signature expired:20150830T123600Z.",
            );
            let header = "Date: Sun, 30 Aug 2015 12:36:00 GMT\r\n";
            first(stream, number, "403 Forbidden", header, &error)
        },
    },
    Fault {
        name: "endless body",
        respond: |stream, _| {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            )?;
            loop {
                write!(stream, "400\r\n{}\r\n", " ".repeat(0x400))?;
            }
        },
    },
    Fault {
        name: "redirect",
        respond: |stream, _| reply(stream, "302 Found", "Location: http://127.0.0.1:1/\r\n", ""),
    },
    Fault {
        name: "says it is GBK, is UTF-8",
        respond: |stream, _| {
            let header = "Content-Type: application/json; charset=gbk\r\n";
            reply(stream, "200 OK", header, GOOD)
        },
    },
    Fault {
        name: "byte order mark",
        respond: |stream, _| reply(stream, "200 OK", "", &format!("\u{feff}{GOOD}")),
    },
    Fault {
        name: "chunks of one byte",
        respond: |stream, _| {
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
            )?;
            for byte in GOOD.bytes() {
                stream.write_all(&[b'1', b'\r', b'\n', byte, b'\r', b'\n'])?;
            }
            stream.write_all(b"0\r\n\r\n")?;
            Ok(true)
        },
    },
];

/// Longest attempt in these tests.
const LIMIT: Duration = Duration::from_millis(400);

fn error_body(code: &str, message: &str) -> String {
    format!(
        r#"{{"RequestId": "r", "Error": {{"Type": "x", "Code": "{code}", "Message": "{message}"}}}}"#
    )
}

fn reply(stream: &mut TcpStream, status: &str, headers: &str, body: &str) -> std::io::Result<bool> {
    let length = body.len();
    let response = format!("HTTP/1.1 {status}\r\n{headers}Content-Length: {length}\r\n\r\n{body}");
    stream.write_all(response.as_bytes())?;
    Ok(true)
}

fn first(
    stream: &mut TcpStream,
    number: usize,
    status: &str,
    headers: &str,
    body: &str,
) -> std::io::Result<bool> {
    match number {
        1 => reply(stream, status, headers, body),
        _ => reply(stream, "200 OK", "", GOOD),
    }
}

/// Serves each connection in a thread of its own; gives the port and how many requests came.
fn serve(respond: Reply) -> (u16, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let count = Arc::clone(&counted);
            thread::spawn(move || {
                let mut stream = stream?;
                while read_request(&mut stream)? {
                    let number = count.fetch_add(1, Ordering::SeqCst) + 1;
                    if !respond(&mut stream, number)? {
                        break;
                    }
                }
                std::io::Result::Ok(())
            });
        }
    });
    (port, count)
}

/// Reads a request to its end. False at the end of the connection.
fn read_request(stream: &mut TcpStream) -> std::io::Result<bool> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(false);
        }
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    let length = length.map_or(0, |length| length.trim().parse().expect("a length"));
    stream.read_exact(&mut vec![0; length])?;
    Ok(true)
}

fn client(port: u16, hook: impl Hook) -> Client {
    Client::builder()
        .endpoint(format!("http://127.0.0.1:{port}"))
        .credentials(Credentials::new("AK", "SK"))
        .attempt_timeout(LIMIT)
        .timeout(Duration::from_secs(10))
        .max_response_bytes(1 << 20)
        .retry(Retry::standard().initial_backoff(Duration::from_millis(1)))
        .hook(hook)
        .build()
        .expect("a client")
}

/// Counts the attempts of all calls.
#[derive(Clone, Default)]
struct Attempts(Arc<AtomicUsize>);

impl Hook for Attempts {
    fn on_request(&self, _: &Attempt<'_>, _: &mut http::Request<Bytes>) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// Makes the call with a client and a server of its own; gives how many attempts there were, and
/// what the caller saw.
async fn seen(respond: Option<Reply>, create: bool) -> (usize, String) {
    let (port, requests) = match respond {
        Some(respond) => serve(respond),
        None => (unused_port(), Arc::default()),
    };
    let attempts = Attempts::default();
    let client = client(port, attempts.clone());
    let result = if create {
        let call = client
            .create_instance()
            .instance_name("demo")
            .instance_type(InstanceType::Basic);
        call.send().await.map(drop)
    } else {
        client.describe_instance().send().await.map(drop)
    };
    let attempts = attempts.0.load(Ordering::SeqCst);
    let arrived = if respond.is_some() { attempts } else { 0 };
    assert_eq!(requests.load(Ordering::SeqCst), arrived);
    let seen = match result {
        Ok(()) => "the output".to_owned(),
        Err(error) => {
            // The texts of causes differ between systems; what is in front of them does not.
            let text = error.to_string();
            let end = match &error {
                Error::Transport(_) => text.find(": "),
                Error::Response(_) => [" (", " at line"]
                    .iter()
                    .filter_map(|at| text.find(at))
                    .min(),
                _ => text.find(": "),
            };
            let start = &text[..end.unwrap_or(text.len())];
            format!("`{}`", start.replace(&port.to_string(), "PORT"))
        }
    };
    (attempts, seen)
}

/// A port that nobody listens on.
fn unused_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
}

#[tokio::test]
async fn faults_and_what_the_caller_sees() {
    let mut table = String::from(
        "| fault | attempts to describe | the caller sees | attempts to create | the caller sees |\n|---|---|---|---|---|\n",
    );
    let faults = FAULTS
        .iter()
        .map(|fault| (fault.name, Some(fault.respond)))
        .chain([("connection refused", None)]);
    for (name, respond) in faults {
        let ((describes, described), (creates, created)) =
            tokio::join!(seen(respond, false), seen(respond, true));
        // Only where it cannot have been carried out is a create sent again.
        let harmless = ["400", "409", "429", "date", "connection refused"];
        assert!(creates == 1 || harmless.iter().any(|start| name.starts_with(start)));
        writeln!(
            table,
            "| {name} | {describes} | {described} | {creates} | {created} |"
        )
        .expect("a string");
    }
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../kcrs-generated/src/guide");
    expect_file(&guide.join("faults-table.md"), &table);
}
