//! Whose a request or a thing is.

use std::time::SystemTime;

use kcrs_generated::server::Context;
use serde::{Deserialize, Serialize};

/// An account, by its access key, and a region. What is left out stands for all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Scope {
    pub(crate) account: Option<String>,
    pub(crate) region: Option<String>,
}

impl Scope {
    /// Returns whether who asks from here sees what belongs there.
    pub(crate) fn sees(&self, there: &Self) -> bool {
        let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        agree(&self.account, &there.account) && agree(&self.region, &there.region)
    }
}

/// Access key and time of the caller.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    pub(crate) time: SystemTime,
    pub(crate) scope: Scope,
}

impl From<&Context> for Asker {
    fn from(context: &Context) -> Self {
        let account = Some(context.access_key().to_owned());
        let region = context.region().map(str::to_owned);
        Self {
            time: context.time(),
            scope: Scope { account, region },
        }
    }
}

/// One who is no account, and may see everything.
impl From<SystemTime> for Asker {
    fn from(time: SystemTime) -> Self {
        Self {
            time,
            scope: Scope::default(),
        }
    }
}
