//! What a check found, before lines and columns are known.

use crate::codes::Code;
use crate::load::Place;
use crate::report::Severity;

/// A problem whose places become lines and columns when all checks are done.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) code: Code,
    pub(crate) severity: Severity,
    pub(crate) spot: Spot,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    /// Other places that have to do with it, and what they have to do with it.
    pub(crate) labels: Vec<(Place, String)>,
}

/// A piece of YAML, or a part of one.
#[derive(Clone, Debug)]
pub(crate) struct Spot {
    pub(crate) place: Place,
    pub(crate) part: Part,
}

/// Which part of a piece of YAML is meant.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Whole,
    /// The first occurrence of a word in a text, as the file writes it.
    Word(String),
    /// A line of a text that has several, counted from 1.
    Line(usize),
}

impl Found {
    pub(crate) fn new(code: Code, spot: impl Into<Spot>, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            spot: spot.into(),
            message: message.into(),
            help: None,
            labels: Vec::new(),
        }
    }

    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    pub(crate) fn label(mut self, place: Place, label: impl Into<String>) -> Self {
        self.labels.push((place, label.into()));
        self
    }
}

impl Place {
    /// A word of the text here.
    pub(crate) fn word(self, word: impl Into<String>) -> Spot {
        Spot {
            place: self,
            part: Part::Word(word.into()),
        }
    }

    /// A line of the text here, counted from 1.
    pub(crate) fn line(self, line: usize) -> Spot {
        Spot {
            place: self,
            part: Part::Line(line),
        }
    }
}

impl From<Place> for Spot {
    fn from(place: Place) -> Self {
        Self {
            place,
            part: Part::Whole,
        }
    }
}
