//! All that a registry holds, to look at and to go back to.

use std::fmt;
use std::io;

use kcrs_generated::server::ServerError;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Registry;
use crate::store::{Change, Kept, Path};

/// All that a registry held at a moment, as JSON: each row behind its place. There are passwords in
/// it.
///
/// It can be restored by the version that made it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct Snapshot {
    last_number: u64,
    rows: Vec<(String, Value)>,
}

/// Shows how much there is, not what.
impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

impl Registry {
    /// Takes a snapshot. Each instance is as it was between two requests.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let (changes, last_number) = self.shared.state.snapshot();
        let rows = changes.into_iter().filter_map(|change| match change {
            Change::Put(path, row) => {
                let row = serde_json::from_slice(&row).ok()?;
                Some((path.to_text(), row))
            }
            Change::Remove(_) => None,
        });
        Snapshot {
            last_number,
            rows: rows.collect(),
        }
    }

    /// Goes back to a snapshot, of this registry or another, in the data file too.
    ///
    /// # Errors
    ///
    /// Fails where it is none of this version, or the data file cannot be written.
    pub async fn restore(&self, snapshot: &Snapshot) -> io::Result<()> {
        let invalid = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
        let rows = snapshot.rows.iter().map(|(path, row)| {
            let place =
                Path::from_text(path).ok_or_else(|| invalid(format!("{path} is no place")))?;
            Ok((place, row.to_string().into_bytes()))
        });
        let kept = Kept {
            rows: rows.collect::<io::Result<_>>()?,
            last_number: snapshot.last_number,
            is_new: false,
        };
        let state = &self.shared.state;
        let ticket = state.restore(kept).map_err(invalid)?;
        let written = state.wait(ticket).await;
        written.map_err(|error: ServerError| io::Error::other(error.to_string()))
    }
}
