//! What is sent: the same in each run.

use kcrs_generated::schema::{ACTIONS, Action, Shape, StructureShape};
use kcrs_generated::{Method, Signature};

use crate::support::{Caller, raw};

/// A small generator of numbers: the same ones each time (xorshift64*).
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).unwrap_or_default() % end
    }

    fn of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.below(most);
        (0..length).map(|_| self.next().to_le_bytes()[7]).collect()
    }
}

/// Values that break things.
fn value(random: &mut Random) -> String {
    let plain = [
        "",
        " ",
        "0",
        "-1",
        "1.5",
        "1e9",
        "NaN",
        "true",
        "TRUE",
        "yes",
        "null",
        "[]",
        "{}",
        "%",
        "%%%",
        "+",
        "&",
        "=",
        "a=b&c=d",
        "../../etc/passwd",
        "'; DROP TABLE",
        "\0",
        "\r\n\r\n",
        "\u{feff}",
        "\u{202e}",
        "💥",
        "名",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "00000000000000000001",
        "0x10",
        "٣",
        "Hour",
        "Monthly",
        "basic",
        "gold",
        "PrivateDomain",
        "PushImage",
    ];
    match random.below(10) {
        0 => "9".repeat(1 + random.below(2000)),
        1 => "x".repeat(1 + random.below(10_000)),
        2 => "é".repeat(1 + random.below(500)),
        3 => String::from_utf8_lossy(&random.bytes(200)).into_owned(),
        _ => random.of(&plain).to_owned(),
    }
}

/// An index that breaks things.
fn index(random: &mut Random) -> String {
    let plain = [
        "0",
        "1",
        "2",
        "100",
        "101",
        "-1",
        "01",
        "00",
        "x",
        "",
        "1.1",
        " 1",
        "+1",
        "4294967296",
        "18446744073709551615",
        "18446744073709551616",
        "99999999999999999999999999",
    ];
    random.of(&plain).to_owned()
}

/// A name that the action has, or nearly.
fn name(random: &mut Random, request: &'static StructureShape) -> String {
    if request.members.is_empty() || random.below(8) == 0 {
        return match random.below(4) {
            0 => "A.".repeat(1 + random.below(3000)),
            1 => ".".repeat(1 + random.below(100)),
            2 => value(random),
            _ => "n".repeat(1 + random.below(5000)),
        };
    }
    let mut name = String::new();
    let mut members = request;
    loop {
        let member = &members.members[random.below(members.members.len())];
        name += member.wire_name;
        let mut shape = member.shape;
        if let Shape::List(item) = shape {
            name += ".";
            name += &index(random);
            shape = item;
        }
        if random.below(10) == 0 {
            name += ".";
            name += &index(random);
        }
        match shape.structure() {
            Some(structure) if random.below(8) > 0 => {
                name += ".";
                members = structure;
            }
            _ => return name,
        }
    }
}

fn params(random: &mut Random, action: &Action) -> Vec<(String, String)> {
    let mut params: Vec<(String, String)> = (0..random.below(12))
        .map(|_| (name(random, action.request), value(random)))
        .collect();
    if random.below(4) == 0 && !params.is_empty() {
        let again = params[random.below(params.len())].clone();
        params.push(again);
    }
    params
}

/// Signed rightly, with parameters of all kinds.
fn signed(random: &mut Random, caller: &Caller) -> http::Request<bytes::Bytes> {
    // Those that the document lacks need not be emulated.
    let documented: Vec<_> = ACTIONS.iter().filter(|it| !it.observed).collect();
    let action = documented[random.below(documented.len())];
    let caller = Caller {
        signature: random.of(&[Signature::V4, Signature::V4Query, Signature::Simplified]),
        ..caller.clone()
    };
    let method = random.of(&[Method::Get, Method::Post]);
    let name = match random.below(20) {
        0 => value(random),
        _ => action.name.to_owned(),
    };
    caller.request(method, &name, params(random, action))
}

/// Some bytes of a right request are others.
fn damaged(random: &mut Random, caller: &Caller) -> Vec<u8> {
    let mut raw = raw(&signed(random, caller));
    for _ in 0..=random.below(8) {
        let at = random.below(raw.len());
        match random.below(4) {
            0 => raw[at] = random.next().to_le_bytes()[7],
            1 => raw.truncate(at.max(1)),
            2 => raw.insert(at, random.of(b"%&=+\r\n\0\xff,;/.")),
            _ => {
                raw.remove(at);
                raw.push(b'\n');
            }
        }
    }
    raw
}

/// Encodings that are none, in a query or a form.
fn encoded(random: &mut Random) -> Vec<u8> {
    let pieces = [
        "%",
        "%2",
        "%zz",
        "%FF",
        "%C3%28",
        "%00",
        "%E5%90",
        "=",
        "&",
        "+",
        "a",
        ";",
        "Action=DescribeInstance",
        "Version=2021-11-09",
        "Signature=x",
        "X-Amz-Signature=x",
        "X-Amz-Algorithm=AWS4-HMAC-SHA256",
        "Accesskey=AK",
        "SignatureVersion=1.0",
        "SignatureMethod=HMAC-SHA256",
        "Timestamp=2021-08-12T02:47:36Z",
        "Service=kcrs",
    ];
    let mut text = String::new();
    for _ in 0..random.below(60) {
        text += random.of(&pieces);
        text += random.of(&["&", "", "=", "&"]);
    }
    if random.below(2) == 0 {
        return format!("GET /?{text} HTTP/1.1\r\nHost: h\r\n\r\n").into_bytes();
    }
    let content_type = random.of(&[
        "application/x-www-form-urlencoded",
        "application/json",
        "text/plain",
        "",
        "x;y;z",
    ]);
    format!(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{text}",
        text.len()
    )
    .into_bytes()
}

/// JSON that is deep, wide, long, or none.
fn json(random: &mut Random) -> Vec<u8> {
    let depth = 1 + random.below(500);
    let body = match random.below(6) {
        0 => "[".repeat(depth),
        1 => format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth)),
        2 => format!(
            "{{\"{}\":[{}1]}}",
            "k".repeat(random.below(60_000)),
            "1,".repeat(random.below(1500))
        ),
        3 => format!(
            "{{\"Action\":\"DescribeInstance\",\"a\":{}}}",
            "9".repeat(depth)
        ),
        4 => format!("{{\"a\":\"\\ud800{}\"}}", "\\u0000".repeat(depth)),
        _ => String::from_utf8_lossy(&random.bytes(500)).into_owned(),
    };
    format!(
        "POST /?Action=CreateNamespace&Version=2021-11-09 HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n\
         Signature: x\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

/// Heads that are none, too long, or contradict themselves.
fn head(random: &mut Random, caller: &Caller) -> Vec<u8> {
    let target = "/?Action=DescribeInstance&Version=2021-11-09";
    let long = 1 + random.below(100_000);
    match random.below(14) {
        0 => random.bytes(300),
        1 => format!("GET /{} HTTP/1.1\r\nHost: h\r\n\r\n", "x".repeat(long)).into_bytes(),
        2 => format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", "h".repeat(long)).into_bytes(),
        3 => format!("GET {target} HTTP/1.1\r\n{}\r\n", "X-A: b\r\n".repeat(1 + random.below(300))).into_bytes(),
        4 => format!("GET {target} HTTP/9.9\r\nHost: h\r\n\r\n").into_bytes(),
        5 => format!("GET {target}\r\n\r\n").into_bytes(),
        6 => format!("{} {target} HTTP/1.1\r\nHost: h\r\n\r\n", random.of(&["CONNECT", "TRACE", "HEAD", "get", "G\u{e9}T"])).into_bytes(),
        7 => format!("POST {target} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef").into_bytes(),
        8 => format!("POST {target} HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").into_bytes(),
        9 => format!("POST {target} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{}\r\nx", random.of(&["zz", "-1", "ffffffffffffffff", "5;x", ""])).into_bytes(),
        10 => format!("POST {target} HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", random.of(&["-1", "x", "99999999999999999999", "1048577", "18446744073709551615"])).into_bytes(),
        11 => b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec(),
        12 => format!("GET http://[::1/{target} HTTP/1.1\r\nHost: h\r\n\r\n").into_bytes(),
        _ => {
            let text = String::from_utf8(caller.get("DescribeInstance", &[])).expect("text");
            let authorization = text.lines().find(|line| line.starts_with("authorization")).expect("a header");
            let other = match random.below(5) {
                0 => authorization.replace(',', " "),
                1 => authorization.replace('/', "//"),
                2 => format!("authorization: AWS4-HMAC-SHA256 {}", "Credential=a/b/c/d/aws4_request,".repeat(200)),
                3 => format!("authorization: {}", "x".repeat(long.min(60_000))),
                _ => format!("authorization: AWS4-HMAC-SHA256 Credential=AK/1/2/3/aws4_request, SignedHeaders={}, Signature=0", "host;".repeat(5000)),
            };
            text.replace(authorization, &other).into_bytes()
        }
    }
}

/// Bodies that are too large, announced and not.
fn oversized(random: &mut Random) -> Vec<u8> {
    let size = 1024 * 1024 + 1 + random.below(1024 * 1024);
    let body = "A=b&".repeat(size / 4);
    let head = "POST / HTTP/1.1\r\nHost: h\r\n";
    if random.below(2) == 0 {
        return format!("{head}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes();
    }
    format!(
        "{head}Transfer-Encoding: chunked\r\n\r\n{:x}\r\n{body}\r\n0\r\n\r\n",
        body.len()
    )
    .into_bytes()
}

/// The kinds and how often each comes among a hundred.
pub(super) fn request(random: &mut Random, caller: &Caller) -> (&'static str, Vec<u8>) {
    match random.below(100) {
        0..=44 => ("signed", raw(&signed(random, caller))),
        45..=64 => ("damaged", damaged(random, caller)),
        65..=79 => ("encoded", encoded(random)),
        80..=86 => ("json", json(random)),
        87..=97 => ("head", head(random, caller)),
        98 => ("oversized", oversized(random)),
        _ => ("admin", admin(random)),
    }
}

fn admin(random: &mut Random) -> Vec<u8> {
    let path = random.of(&[
        "images",
        "tags",
        "faults",
        "clock",
        "requests",
        "nothing",
        "%zz",
        "../images",
    ]);
    let method = random.of(&["GET", "POST", "DELETE", "PUT"]);
    let body = match random.below(3) {
        0 => "[".repeat(random.below(5000)),
        1 => format!(
            "{{\"InstanceId\":{}}}",
            random.of(&["1", "null", "\"\"", "\"x\"", "[]"])
        ),
        _ => String::from_utf8_lossy(&random.bytes(300)).into_owned(),
    };
    format!(
        "{method} /_kcrs/{path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}
