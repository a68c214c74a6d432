//! What the asynchronous and the blocking client do alike: each test runs on both.

mod calls;
mod lists;
mod waits;

use std::time::{Duration, SystemTime};

use kcrs_generated::test_util::{TestResponse, TestTime, TestTransport};
use kcrs_generated::{ClientBuilder, Credentials};

/// Makes each function a test of both clients. In it, `wait!` waits for what a call gives, and
/// `client` makes a client.
macro_rules! both {
    ($($(#[$attribute:meta])* fn $name:ident() $body:block)*) => {
        mod asynchronous {
            use super::*;
            use crate::client::both::asynchronous::*;
            $($(#[$attribute])* #[tokio::test] async fn $name() $body)*
        }
        mod blocking {
            use super::*;
            use crate::client::both::blocking::*;
            $($(#[$attribute])* #[test] fn $name() $body)*
        }
    };
}
use both;

pub(crate) mod asynchronous {
    use kcrs_generated::Client;

    macro_rules! wait {
        ($call:expr) => {
            $call.await
        };
    }
    pub(crate) use wait;

    /// What a `for` loop is for iterators.
    macro_rules! each {
        ($item:ident in $items:ident $body:block) => {
            while let Some($item) = $items.next().await $body
        };
    }
    pub(crate) use each;

    pub(crate) fn client(setting: &super::Setting) -> Client {
        setting.builder().build().expect("a client")
    }
}

pub(crate) mod blocking {
    use kcrs_generated::blocking::Client;

    macro_rules! wait {
        ($call:expr) => {
            $call
        };
    }
    pub(crate) use wait;

    macro_rules! each {
        ($item:ident in $items:ident $body:block) => {
            for $item in $items.by_ref() $body
        };
    }
    pub(crate) use each;

    pub(crate) fn client(setting: &super::Setting) -> Client {
        setting.builder().build_blocking().expect("a client")
    }
}

/// A network and a time.
pub(crate) struct Setting {
    pub(crate) transport: TestTransport,
    pub(crate) time: TestTime,
}

impl Setting {
    pub(crate) fn new(transport: TestTransport) -> Self {
        let start = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        Self {
            transport,
            time: TestTime::starting_at(start),
        }
    }

    pub(crate) fn replay(responses: impl IntoIterator<Item = TestResponse>) -> Self {
        Self::new(TestTransport::replay(responses))
    }

    fn builder(&self) -> ClientBuilder<kcrs_generated::Client> {
        kcrs_generated::Client::builder()
            .credentials(Credentials::new("ak", "sk"))
            .region("cn-beijing-6")
            .endpoint("http://test.example")
            .transport(self.transport.clone())
            .clock(self.time.clone())
            .timer(self.time.clone())
    }
}
