//! Refuses requests whose parameters would cost far more than their length.
//!
//! This comes before the signature, so that a stranger cannot make the emulator work.

use bytes::Bytes;
use http::Method;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde_json::Value;

/// The largest request of the API has 10,000 values: 100 headers of a trigger with 100 values each.
const MOST_PARAMETERS: usize = 20_000;

/// A POST has its parameters in the body; clients put `Action` and `Version` in the query, too. Each is compared with
/// those of the body.
const MOST_IN_QUERY_OF_POST: usize = 100;

/// Each value of a JSON body becomes a parameter that has the names above it in its own, so long names and many values
/// multiply: this is how long names and values may be together.
const MOST_JSON_BYTES: usize = 4 * 1024 * 1024;

/// Whether the request may be looked at.
pub(crate) fn is_bearable(head: &Parts, body: &Bytes) -> bool {
    let in_query = pairs(head.uri.query().unwrap_or_default().as_bytes());
    if head.method != Method::POST {
        return in_query <= MOST_PARAMETERS;
    }
    let content_type = head.headers.get(CONTENT_TYPE);
    // Whatever is spelt somehow like JSON; a form with fewer values than this is bearable in any case.
    let may_be_json = content_type.is_some_and(|value| {
        let value = value.as_bytes().to_ascii_lowercase();
        value.windows(4).any(|part| part == b"json")
    });
    let mut room = MOST_JSON_BYTES;
    // What is no JSON is refused by the verifier.
    let is_bearable = match may_be_json.then(|| serde_json::from_slice(body)) {
        Some(Ok(json)) => is_short(&json, 0, &mut room),
        Some(Err(_)) | None => pairs(body) <= MOST_PARAMETERS,
    };
    is_bearable && in_query <= MOST_IN_QUERY_OF_POST
}

/// Whether there is room for the parameters below a name of this length. Goes no deeper than the JSON reader, which stops
/// at 128 levels.
fn is_short(json: &Value, name: usize, room: &mut usize) -> bool {
    /// The dot and the number of an item.
    const ITEM: usize = 8;
    /// What a parameter costs beside its text; so their number is bounded, too.
    const PARAMETER: usize = 200;
    match json {
        Value::Array(items) => items.iter().all(|item| is_short(item, name + ITEM, room)),
        Value::Object(members) => members
            .iter()
            .all(|(member, value)| is_short(value, name + member.len() + 1, room)),
        Value::String(text) => take(room, PARAMETER + name + text.len()),
        _ => take(room, PARAMETER + name),
    }
}

fn take(room: &mut usize, length: usize) -> bool {
    match room.checked_sub(length) {
        Some(left) => {
            *room = left;
            true
        }
        None => false,
    }
}

fn pairs(form: &[u8]) -> usize {
    form.iter().filter(|&&byte| byte == b'&').count() + 1
}

#[cfg(test)]
mod tests {

    fn is_bearable(request: http::request::Builder, body: String) -> bool {
        let (head, body) = request.body(body).expect("a request").into_parts();
        super::is_bearable(&head, &body.into())
    }

    #[test]
    fn what_the_api_needs_is_borne() {
        let values: String = (0..10_000).map(|n| format!("V.{n}=x&")).collect();
        assert!(is_bearable(http::Request::post("/"), values));
        let json = r#"{"EventType": ["PushImage", "DeleteImage"]}"#.to_owned();
        let request = http::Request::post("/?Action=A&Version=V");
        assert!(is_bearable(
            request.header("content-type", "application/json"),
            json
        ));
        assert!(is_bearable(
            http::Request::get("/?Action=A&Version=V"),
            String::new()
        ));
    }

    #[test]
    fn what_multiplies_is_not() {
        assert!(!is_bearable(http::Request::post("/"), "a&".repeat(20_001)));
        let query = format!("/?{}", "a&".repeat(101));
        assert!(!is_bearable(http::Request::post(query), String::new()));
        let json = || http::Request::post("/").header("content-type", "text/x; application/JSON");
        let ones = "1,".repeat(1000);
        let long = |name: usize| format!("{{\"{}\":[{ones}1]}}", "k".repeat(name));
        assert!(is_bearable(json(), long(3000)));
        assert!(!is_bearable(json(), long(5000)));
        let deep = format!(
            "{}{}{}",
            "[".repeat(100),
            "1,".repeat(6000) + "1",
            "]".repeat(100)
        );
        assert!(!is_bearable(json(), deep));
    }
}
