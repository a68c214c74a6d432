//! Changes of a request in the form in which they are stored: rows under paths.

use serde::Serialize;

/// Mark of a row's kind in a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind(u8);

impl Kind {
    pub(crate) const ENDPOINT: Self = Self(b'E');
    pub(crate) const INSTANCE: Self = Self(b'I');
    pub(crate) const LOG: Self = Self(b'L');
    pub(crate) const IMAGE: Self = Self(b'M');
    pub(crate) const NAMESPACE: Self = Self(b'N');
    pub(crate) const REPOSITORY: Self = Self(b'R');
    pub(crate) const TOKEN: Self = Self(b'T');
    pub(crate) const TRIGGER: Self = Self(b'W');
}

/// Path of a row: the kinds and numbers of the rows that contain it, and its own.
///
/// Nine bytes a step. In the order of their bytes, a row comes before those within it, and rows of
/// one kind come in the order in which they were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Path(Vec<u8>);

const STEP: usize = 9;

impl Path {
    /// The place of everything.
    pub(crate) fn root() -> Self {
        Self::default()
    }

    pub(crate) fn child(&self, kind: Kind, number: u64) -> Self {
        let mut bytes = Vec::with_capacity(self.0.len() + STEP);
        bytes.extend_from_slice(&self.0);
        bytes.push(kind.0);
        bytes.extend_from_slice(&number.to_be_bytes());
        Self(bytes)
    }

    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    /// As people read it: `I1.N2`.
    pub(crate) fn to_text(&self) -> String {
        let steps = self.steps().unwrap_or_default().into_iter();
        let steps = steps.map(|(kind, number)| format!("{}{number}", char::from(kind.0)));
        steps.collect::<Vec<_>>().join(".")
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        text.split('.').try_fold(Self::root(), |path, step| {
            let (kind, number) = step.split_at_checked(1)?;
            Some(path.child(Kind(kind.as_bytes()[0]), number.parse().ok()?))
        })
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The paths of the rows that it lies in.
    #[cfg(feature = "cli")]
    pub(crate) fn outer(&self) -> impl Iterator<Item = Self> {
        let ends = (STEP..self.0.len()).step_by(STEP);
        ends.map(|end| Self(self.0[..end].to_vec()))
    }

    /// The kinds and numbers from the outside in, or nothing where the bytes are no path.
    pub(crate) fn steps(&self) -> Option<Vec<(Kind, u64)>> {
        let (steps, rest) = self.0.as_chunks::<STEP>();
        if !rest.is_empty() {
            return None;
        }
        let steps = steps.iter();
        let steps = steps.map(|[mark, number @ ..]| (Kind(*mark), u64::from_be_bytes(*number)));
        Some(steps.collect())
    }
}

/// A change of one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// The row is now this.
    Put(Path, Vec<u8>),
    /// The row is gone, and all rows within it.
    Remove(Path),
}

/// The changes of a request. Recorded only where they are kept.
#[derive(Debug)]
pub(crate) struct Changes {
    kept: bool,
    list: Vec<Change>,
}

impl Changes {
    pub(crate) fn new(kept: bool) -> Self {
        Self {
            kept,
            list: Vec::new(),
        }
    }

    pub(crate) fn put<R: Serialize>(&mut self, path: Path, row: &R) {
        if self.kept {
            // Rows are structures of texts, numbers and lists: nothing in them can fail to be
            // written.
            let bytes = serde_json::to_vec(row).unwrap_or_default();
            self.list.push(Change::Put(path, bytes));
        }
    }

    pub(crate) fn remove(&mut self, path: Path) {
        if self.kept {
            self.list.push(Change::Remove(path));
        }
    }

    pub(crate) fn into_list(self) -> Vec<Change> {
        self.list
    }
}
