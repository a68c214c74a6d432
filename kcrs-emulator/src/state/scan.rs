//! Security scans of images.

use kcrs_generated::server::ServerError;
use kcrs_generated::types::{ScanSummary, Vulnerability};
use serde::{Deserialize, Serialize};

use super::instance::Instance;
use super::page::count;
use super::repository::Image;
use super::time::Moment;
use super::{RepositoryPlace, ResourceKind, Tx, error};

/// The status of a scan that is under way. The document names Success only; clients are known to
/// wait on this.
pub(crate) const RUNNING: &str = "Running";
/// The status of a scan that is complete.
const SUCCESS: &str = "Success";

/// A scan.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Scan {
    /// Running before, complete from then on.
    pub(crate) finished: Moment,
    /// The status once it is complete.
    pub(crate) outcome: String,
}

/// Severity of a vulnerability: the members of a scan's summary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Severity {
    /// High.
    High,
    /// Medium.
    Medium,
    /// Low.
    Low,
    /// So low that it can be neglected.
    Negligible,
    /// Not rated.
    Unknown,
}

/// A vulnerability that a scan of an image finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Finding {
    /// CVE number, such as `CVE-2022-0778`.
    pub cve_name: String,
    /// Link to a page about it. Where it is empty, that of the CVE programme.
    #[serde(default)]
    pub cve_link: String,
    /// Description.
    #[serde(default)]
    pub description: String,
    /// Severity.
    pub severity: Severity,
    /// Software package that has it.
    #[serde(default)]
    pub feature: String,
    /// Version of the package in the image.
    #[serde(default)]
    pub current_version: String,
    /// Version of the package that is free of it.
    #[serde(default)]
    pub repaired_version: String,
}

impl Finding {
    /// A vulnerability of which no more is known than its number and how bad it is.
    pub fn new(cve_name: impl Into<String>, severity: Severity) -> Self {
        Self {
            cve_name: cve_name.into(),
            cve_link: String::new(),
            description: String::new(),
            severity,
            feature: String::new(),
            current_version: String::new(),
            repaired_version: String::new(),
        }
    }

    /// Returns its description in the API.
    pub(crate) fn describe(&self) -> Vulnerability {
        let link = match self.cve_link.as_str() {
            "" => format!("https://www.cve.org/CVERecord?id={}", self.cve_name),
            link => link.to_owned(),
        };
        Vulnerability::builder()
            .cve_name(&self.cve_name)
            .cve_link(link)
            .description(&self.description)
            .severity(format!("{:?}", self.severity))
            .feature(&self.feature)
            .current_version(&self.current_version)
            .repaired_version(&self.repaired_version)
            .build()
    }
}

impl Image {
    /// Returns the number of vulnerabilities of each severity.
    pub(crate) fn summary(&self) -> ScanSummary {
        let of = |severity| {
            count(
                self.findings
                    .iter()
                    .filter(|finding| finding.severity == severity)
                    .count(),
            )
        };
        ScanSummary::builder()
            .high(of(Severity::High))
            .medium(of(Severity::Medium))
            .low(of(Severity::Low))
            .negligible(of(Severity::Negligible))
            .unknown(of(Severity::Unknown))
            .build()
    }

    pub(crate) fn scan(&self) -> Result<&Scan, ServerError> {
        self.scan
            .as_ref()
            .ok_or_else(|| error::not_found(ResourceKind::ImageScan, &self.id))
    }
}

impl Instance {
    /// Scans an image (again). A scan that is under way goes on.
    pub(crate) fn start_scan(
        &mut self,
        tx: &mut Tx<'_>,
        place: &RepositoryPlace,
        image_id: &str,
    ) -> Result<(), ServerError> {
        let image = self.image(place, image_id)?;
        let scan = image.scan.as_ref();
        if scan.is_some_and(|scan| tx.now < scan.finished) {
            return Ok(());
        }
        let scan = Scan {
            finished: tx.settled(),
            outcome: image.outcome.clone().unwrap_or_else(|| SUCCESS.to_owned()),
        };
        self.images(place)?
            .edit(image_id, &mut tx.changes, |image| image.scan = Some(scan))
    }
}
