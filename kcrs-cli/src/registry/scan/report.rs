//! Report of a scan.

use std::collections::BTreeMap;

use kcrs_generated::actions::DescribeImageScanOutput;
use kcrs_generated::types::Vulnerability;
use serde_json::{Value, json};

use super::severity::Severity;
use crate::output::Table;
use crate::text::Text;

/// Vulnerabilities that a scan found, the most severe first.
#[derive(Debug)]
pub(crate) struct Report {
    vulnerabilities: Vec<(Severity, Vulnerability)>,
    /// Number of vulnerabilities by severity: that of the list or of the summary, whichever is
    /// greater.
    counts: BTreeMap<Severity, usize>,
    /// Total that the service reports.
    total: usize,
    finish_time: Option<String>,
}

impl Report {
    pub(crate) fn new(output: DescribeImageScanOutput) -> Self {
        let mut counts: BTreeMap<Severity, usize> = BTreeMap::new();
        let mut vulnerabilities = Vec::new();
        for vulnerability in output.vulnerability_set {
            let severity = Severity::from_text(&vulnerability.severity);
            *counts.entry(severity.clone()).or_default() += 1;
            vulnerabilities.push((severity, vulnerability));
        }
        vulnerabilities.sort_by(|(a, left), (b, right)| {
            let names = |one: &Vulnerability| (one.feature.clone(), one.cve_name.clone());
            b.cmp(a).then_with(|| names(left).cmp(&names(right)))
        });
        if let Some(summary) = output.summary {
            for (severity, number) in [
                (Severity::High, summary.high),
                (Severity::Medium, summary.medium),
                (Severity::Low, summary.low),
                (Severity::Negligible, summary.negligible),
                (Severity::Unknown, summary.unknown),
            ] {
                let number = usize::try_from(number).unwrap_or(0);
                let counted = counts.entry(severity).or_default();
                *counted = number.max(*counted);
            }
        }
        counts.retain(|_, number| *number > 0);
        Self {
            vulnerabilities,
            counts,
            total: usize::try_from(output.total_count).unwrap_or(0),
            finish_time: output.finish_time.map(|time| time.to_string()),
        }
    }

    /// Returns the number of vulnerabilities of at least this severity.
    pub(crate) fn at_least(&self, severity: &Severity) -> usize {
        let bad = self.counts.iter().filter(|(one, _)| *one >= severity);
        bad.map(|(_, number)| number).sum()
    }

    /// Returns warnings about inconsistencies of the report.
    pub(crate) fn warnings(&self) -> Vec<Text> {
        let mut warnings = Vec::new();
        let others: Vec<&str> = self
            .counts
            .keys()
            .filter_map(|severity| match severity {
                Severity::Other(text) => Some(text.as_str()),
                _ => None,
            })
            .collect();
        if !others.is_empty() {
            let others = others.join(", ");
            warnings.push(text!(
                "the severity {others} is not known here and counts as the worst",
                "不认识等级 {others}，视为最严重"
            ));
        }
        let listed = self.vulnerabilities.len();
        let counted = self.count();
        if counted > listed {
            warnings.push(text!(
                "the service counts {counted} vulnerabilities and lists {listed}",
                "服务计数 {counted} 个漏洞，列出 {listed} 个"
            ));
        }
        warnings
    }

    pub(crate) fn table(&self) -> Table {
        let mut table = Table::new([
            text!("Severity", "等级").as_str(),
            "CVE",
            text!("Package", "软件包").as_str(),
            text!("Version", "版本").as_str(),
            text!("Fixed in", "修复版本").as_str(),
        ]);
        for (severity, one) in &self.vulnerabilities {
            table.push([
                &severity.to_string(),
                &one.cve_name,
                &one.feature,
                &one.current_version,
                &one.repaired_version,
            ]);
        }
        table
    }

    /// Returns the counts in one line.
    pub(crate) fn summary(&self) -> Text {
        let total = match self.count() {
            0 => text!("No vulnerabilities", "没有漏洞"),
            1 => text!("1 vulnerability", "1 个漏洞"),
            number => text!("{number} vulnerabilities", "{number} 个漏洞"),
        };
        let counts = self.counts.iter().rev();
        let counts: Vec<String> = counts
            .map(|(severity, number)| format!("{number} {severity}"))
            .collect();
        let total = match counts.is_empty() {
            true => total,
            false => total.and(format_args!(" ({})", counts.join(", "))),
        };
        match self.finish_time.as_deref() {
            None | Some("") => total,
            Some(time) => total.and(text!(", scanned {time}", "，扫描于 {time}")),
        }
    }

    pub(crate) fn json(&self) -> Value {
        let counts = self.counts.iter().rev();
        json!({
            "TotalCount": self.count(),
            "Summary": counts
                .map(|(severity, number)| (severity.to_string(), json!(number)))
                .collect::<serde_json::Map<_, _>>(),
            "FinishTime": self.finish_time,
            "VulnerabilitySet": self.vulnerabilities.iter().map(|(_, one)| json!({
                "CveName": one.cve_name,
                "Severity": one.severity,
                "Feature": one.feature,
                "CurrentVersion": one.current_version,
                "RepairedVersion": one.repaired_version,
                "CveLink": one.cve_link,
                "Description": one.description,
            })).collect::<Vec<_>>(),
        })
    }

    fn count(&self) -> usize {
        self.counts.values().sum::<usize>().max(self.total)
    }
}

#[cfg(test)]
mod tests {
    use kcrs_generated::types::ScanSummary;

    use super::*;

    fn report(severities: &[&str], summary: Option<ScanSummary>, total: i64) -> Report {
        let one = |severity: &&str| {
            Vulnerability::builder()
                .cve_name("CVE-1")
                .severity(*severity)
                .build()
        };
        Report::new(
            DescribeImageScanOutput::builder()
                .request_id("r")
                .total_count(total)
                .set_summary(summary)
                .vulnerability_set(severities.iter().map(one))
                .build(),
        )
    }

    fn warnings(report: &Report) -> Vec<String> {
        report.warnings().into_iter().map(String::from).collect()
    }

    #[test]
    fn severities_count_from_the_asked_one_up() {
        let report = report(&["Low", "High", "high", "Unknown", "Odd"], None, 5);
        for (severity, number) in [
            ("unknown", 5),
            ("negligible", 4),
            ("low", 4),
            ("medium", 3),
            ("high", 3),
            ("critical", 1),
        ] {
            assert_eq!(
                report.at_least(&Severity::from_text(severity)),
                number,
                "{severity}"
            );
        }
        assert_eq!(
            warnings(&report),
            ["the severity Odd is not known here and counts as the worst"]
        );
        assert_eq!(
            report.summary().as_str(),
            "5 vulnerabilities (1 Odd, 2 High, 1 Low, 1 Unknown)"
        );
    }

    #[test]
    fn a_summary_that_counts_more_than_is_listed_is_believed() {
        let summary = ScanSummary::builder().high(2).low(1).build();
        let report = report(&["Low"], Some(summary), 3);
        assert_eq!(report.at_least(&Severity::High), 2);
        assert_eq!(
            warnings(&report),
            ["the service counts 3 vulnerabilities and lists 1"]
        );
    }

    #[test]
    fn nothing_found_is_said_so() {
        let report = report(&[], Some(ScanSummary::builder().build()), 0);
        assert_eq!(report.summary().as_str(), "No vulnerabilities");
        assert_eq!(report.at_least(&Severity::Unknown), 0);
        assert!(report.table().is_empty() && report.warnings().is_empty());
    }
}
