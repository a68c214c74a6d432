//! The signing key of Signature Version 4: derived once a day, kept ready for data.

use std::sync::{Mutex, PoisonError};

use hmac::Mac;
use zeroize::Zeroizing;

use super::canonical::CanonicalRequest;
use super::hash::{HmacSha256, hmac, hmac_of};
use crate::wire::calendar::UtcTime;

/// Last element of a credential scope.
pub(crate) const TERMINATOR: &str = "aws4_request";

/// The signing key of the day it was last asked for, as the state of an HMAC that has taken the key
/// in.
///
/// A cache belongs to one secret, region and service, so that the day is all that it has to
/// compare.
#[derive(Default)]
pub(crate) struct DayKey(Mutex<Option<(i64, HmacSha256)>>);

impl DayKey {
    /// The HMAC for the day of `time`.
    pub(crate) fn get(
        &self,
        time: &UtcTime,
        secret: &str,
        region: &str,
        service: &str,
    ) -> HmacSha256 {
        let day = time.day_number();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, key)) = &*kept
            && *of == day
        {
            return key.clone();
        }
        let key = signing_key(secret, &time.basic()[..8], region, service);
        *kept = Some((day, key.clone()));
        key
    }
}

shown_as!(DayKey: "DayKey");

/// Derives the key for a day (`YYYYMMDD`), region and service.
pub(crate) fn signing_key(secret: &str, day: &[u8], region: &str, service: &str) -> HmacSha256 {
    let seed = Zeroizing::new(["AWS4", secret].concat());
    let of_day = Zeroizing::new(hmac_of(seed.as_bytes(), day));
    let of_region = Zeroizing::new(hmac_of(&*of_day, region.as_bytes()));
    let of_service = Zeroizing::new(hmac_of(&*of_region, service.as_bytes()));
    let key = Zeroizing::new(hmac_of(&*of_service, TERMINATOR.as_bytes()));
    hmac(&*key)
}

/// The credential scope behind the day: `/region/service/aws4_request`.
pub(crate) fn scope_behind_day(region: &str, service: &str) -> String {
    ["", region, service, TERMINATOR].join("/")
}

/// The HMAC of the string to sign. `scope` is what [`scope_behind_day`] gives.
pub(crate) fn v4_mac(
    key: HmacSha256,
    date: &[u8; 16],
    scope: &str,
    request: &CanonicalRequest<'_>,
) -> HmacSha256 {
    let mut head = *b"AWS4-HMAC-SHA256\nYYYYMMDDTHHMMSSZ\nYYYYMMDD";
    head[17..33].copy_from_slice(date);
    head[34..].copy_from_slice(&date[..8]);
    key.chain_update(head)
        .chain_update(scope)
        .chain_update(b"\n")
        .chain_update(request.hash())
}

#[cfg(test)]
mod tests {
    use super::super::hash::{finish, hex};
    use super::*;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    /// The HMAC of an empty text stands for the key, whose bytes the state does not give back.
    fn mark(key: HmacSha256) -> [u8; 32] {
        finish(key.chain_update(b""))
    }

    /// The derivation that the AWS documentation publishes for this secret, 20150830, us-east-1 and
    /// iam.
    #[test]
    fn published_derivation() {
        let published = "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9";
        let of_service = {
            let of_day = hmac_of(format!("AWS4{SECRET}").as_bytes(), b"20150830");
            let of_region = hmac_of(&of_day, b"us-east-1");
            hmac_of(&of_region, b"iam")
        };
        let key = hmac_of(&of_service, TERMINATOR.as_bytes());
        assert_eq!(String::from_utf8(hex(&key).to_vec()).unwrap(), published);
        assert_eq!(
            mark(signing_key(SECRET, b"20150830", "us-east-1", "iam")),
            hmac_of(&key, b"")
        );
    }

    #[test]
    fn a_new_day_has_a_new_key() {
        let cache = DayKey::default();
        let get = |seconds| mark(cache.get(&UtcTime::from_unix(seconds), SECRET, "r", "s"));
        let first = get(1_440_938_160);
        assert_eq!(get(1_440_938_161), first);
        let next = get(1_440_938_160 + 86_400);
        assert_ne!(next, first);
        assert_eq!(next, mark(signing_key(SECRET, b"20150831", "r", "s")));
        assert_eq!(get(1_440_938_160), first);
    }
}
