//! The program in a process of its own, and HTTP/1.1 as bytes: what tests send need not be a
//! request.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use http::Request;
use kcrs_generated::{Credentials, Method, Params, SERVICE, Signature};
use kcrs_runtime::{Endpoint, Operation, Signer};
use serde_json::Value;

/// However busy the machine is, what has not happened by then never will: a test that waits for it
/// fails instead of hanging. No test is about how long something takes.
pub(crate) const FOR_EVER: Duration = Duration::from_secs(300);

pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_kcrs-emulator");
pub(crate) const ACCESS_KEY: &str = "AK";
pub(crate) const SECRET_KEY: &str = "PLANTED-secret-key";

/// A running `kcrs-emulator`, killed when it is dropped.
pub(crate) struct Program {
    child: Child,
    address: SocketAddr,
    is_secure: bool,
    log: Arc<Mutex<String>>,
    reader: Option<JoinHandle<()>>,
}

impl Program {
    /// Starts it on a free port of loopback.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_without_listen(&[&["--listen", "127.0.0.1:0"], arguments].concat())
    }

    /// Starts it with https.
    #[cfg(feature = "tls")]
    pub(crate) fn start_secure(arguments: &[&str]) -> Self {
        let program = Self::start(arguments);
        assert!(program.is_secure);
        program
    }

    pub(crate) fn start_without_listen(arguments: &[&str]) -> Self {
        Self::start_by(Command::new(PROGRAM), arguments)
    }

    /// Starts it by a command that takes its arguments.
    pub(crate) fn start_by(mut command: Command, arguments: &[&str]) -> Self {
        let mut child = command
            .args(["--access-key", ACCESS_KEY])
            .args(arguments)
            .env("KCRS_EMULATOR_SECRET_KEY", SECRET_KEY)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program");
        let log = Arc::new(Mutex::new(String::new()));
        let errors = BufReader::new(child.stderr.take().expect("standard error"));
        let reader = std::thread::spawn({
            let log = Arc::clone(&log);
            move || {
                for line in errors.lines().map_while(Result::ok) {
                    let mut log = log.lock().expect("the log");
                    log.push_str(&line);
                    log.push('\n');
                }
            }
        });
        let mut first = String::new();
        BufReader::new(child.stdout.take().expect("standard output"))
            .read_line(&mut first)
            .expect("a line");
        let address = first
            .trim()
            .strip_prefix("kcrs-emulator listening on ")
            .and_then(|endpoint| endpoint.split_once("://"))
            .map(|(_, address)| address)
            .and_then(|address| address.parse().ok())
            .unwrap_or_else(|| panic!("{first:?}: {}", log.lock().expect("the log")));
        Self {
            child,
            address,
            is_secure: first.contains("https://"),
            log,
            reader: Some(reader),
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    pub(crate) fn endpoint(&self) -> String {
        let scheme = if self.is_secure { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it has written to standard error so far.
    pub(crate) fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }

    /// Kills it at once, as `kill -9` does.
    pub(crate) fn kill(mut self) {
        self.child.kill().expect("a process to kill");
        self.child.wait().expect("an end");
    }

    /// Sends a signal, `TERM` or `INT`.
    pub(crate) fn signal(&self, name: &str) {
        let status = Command::new("kill")
            .args([format!("-{name}"), self.pid().to_string()])
            .status()
            .expect("kill");
        assert!(status.success());
    }

    /// Waits for its end: how it ended, and all of the log.
    pub(crate) fn wait(mut self) -> (ExitStatus, String) {
        let last = Instant::now() + FOR_EVER;
        loop {
            if let Some(status) = self.child.try_wait().expect("a process") {
                if let Some(reader) = self.reader.take() {
                    reader.join().expect("a reader");
                }
                return (status, self.log());
            }
            assert!(Instant::now() < last, "it runs on:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// A figure of `/proc/PID/status` in KiB: `VmRSS` is the memory in use, `VmHWM` the most there
    /// was.
    pub(crate) fn memory(&self, figure: &str) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).ok()?;
        let line = status.lines().find(|line| line.starts_with(figure))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }

    /// Asks the admin API.
    pub(crate) fn admin(&self, method: &str, path: &str, body: &Value) -> (u16, Value) {
        admin(self.address, method, path, body)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder for a test's files, empty.
pub(crate) fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

pub(crate) fn admin(address: SocketAddr, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let body = if body.is_null() {
        String::new()
    } else {
        body.to_string()
    };
    let raw = format!(
        "{method} /_kcrs/{path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let response = exchange(address, raw.as_bytes()).expect("a response of the admin API");
    (response.status, response.json())
}

/// A response as it came.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
    /// Whether the body has the announced length.
    pub(crate) is_whole: bool,
}

impl Response {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("no JSON: {:?}", String::from_utf8_lossy(&self.body)))
    }

    /// Code and message of an error.
    pub(crate) fn error(&self) -> (String, String) {
        let json = self.json();
        let text = |name: &str| json["Error"][name].as_str().unwrap_or_default().to_owned();
        (text("Code"), text("Message"))
    }
}

/// A connection that is used for several requests.
pub(crate) struct Connection {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("an option");
        stream.set_read_timeout(Some(FOR_EVER)).expect("an option");
        Self {
            stream,
            rest: Vec::new(),
        }
    }

    /// Sends the bytes; `false` where the other end takes no more.
    pub(crate) fn send(&mut self, raw: &[u8]) -> bool {
        self.stream.write_all(raw).is_ok()
    }

    /// Says that nothing more comes.
    pub(crate) fn end(&mut self) {
        // It may be closed already.
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
    }

    /// The next response; `None` where the connection was closed instead.
    pub(crate) fn receive(&mut self) -> Option<Response> {
        let end = loop {
            if let Some(at) = self.rest.windows(4).position(|part| part == b"\r\n\r\n") {
                break at + 4;
            }
            if !self.read() {
                return None;
            }
        };
        let head = String::from_utf8_lossy(&self.rest[..end]).into_owned();
        self.rest.drain(..end);
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(':')?;
            let is_it = name.eq_ignore_ascii_case("content-length");
            is_it.then(|| value.trim().parse::<usize>().ok())?
        });
        let length = length.unwrap_or(0);
        while self.rest.len() < length && self.read() {}
        let is_whole = self.rest.len() >= length;
        let body = self.rest.drain(..length.min(self.rest.len())).collect();
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Response {
            status,
            head,
            body,
            is_whole,
        })
    }

    fn read(&mut self) -> bool {
        let mut buffer = [0; 16 * 1024];
        match self.stream.read(&mut buffer) {
            Ok(0) => false,
            Ok(read) => {
                self.rest.extend_from_slice(&buffer[..read]);
                true
            }
            Err(error) => {
                let is_end = error.kind() == std::io::ErrorKind::ConnectionReset;
                assert!(is_end, "neither a response nor an end: {error}");
                false
            }
        }
    }
}

/// Sends bytes on a connection of their own; `None` where it was closed without a response.
pub(crate) fn exchange(address: SocketAddr, raw: &[u8]) -> Option<Response> {
    let mut connection = Connection::open(address);
    connection.send(raw);
    connection.receive()
}

/// What is needed to sign.
#[derive(Clone)]
pub(crate) struct Caller {
    pub(crate) credentials: Credentials,
    pub(crate) region: &'static str,
    pub(crate) signature: Signature,
    pub(crate) time: SystemTime,
    pub(crate) endpoint: Endpoint,
}

impl Caller {
    pub(crate) fn new(address: SocketAddr) -> Self {
        Self {
            credentials: Credentials::new(ACCESS_KEY, SECRET_KEY),
            region: "cn-beijing-6",
            signature: Signature::V4,
            time: SystemTime::now(),
            endpoint: Endpoint::parse(&format!("http://{address}")).expect("an endpoint"),
        }
    }

    /// A signed request.
    pub(crate) fn request(
        &self,
        method: Method,
        action: &str,
        params: impl IntoIterator<Item = (String, String)>,
    ) -> Request<Bytes> {
        let params: Params = params.into_iter().collect();
        let operation = Operation::new(action.to_owned(), SERVICE.version, method, params);
        Signer::new(
            self.signature,
            self.credentials.clone(),
            self.region,
            &SERVICE,
        )
        .expect("a signer")
        .sign(&operation, &self.endpoint, self.time)
        .expect("a signature")
    }

    /// The bytes of a signed GET.
    pub(crate) fn get(&self, action: &str, params: &[(&str, &str)]) -> Vec<u8> {
        raw(&self.request(Method::Get, action, owned(params)))
    }

    /// The bytes of a signed POST.
    pub(crate) fn post(&self, action: &str, params: &[(&str, &str)]) -> Vec<u8> {
        raw(&self.request(Method::Post, action, owned(params)))
    }
}

pub(crate) fn owned(params: &[(&str, &str)]) -> Vec<(String, String)> {
    params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// A request as it travels.
pub(crate) fn raw(request: &Request<Bytes>) -> Vec<u8> {
    let target = request
        .uri()
        .path_and_query()
        .map_or("/", |target| target.as_str());
    let mut raw = format!("{} {target} HTTP/1.1\r\n", request.method()).into_bytes();
    if !request.headers().contains_key("host") {
        let host = request
            .uri()
            .authority()
            .map_or("", |authority| authority.as_str());
        raw.extend_from_slice(format!("host: {host}\r\n").as_bytes());
    }
    for (name, value) in request.headers() {
        raw.extend_from_slice(name.as_str().as_bytes());
        raw.extend_from_slice(b": ");
        raw.extend_from_slice(value.as_bytes());
        raw.extend_from_slice(b"\r\n");
    }
    if !request.headers().contains_key("content-length") {
        raw.extend_from_slice(format!("content-length: {}\r\n", request.body().len()).as_bytes());
    }
    raw.extend_from_slice(b"\r\n");
    raw.extend_from_slice(request.body());
    raw
}
