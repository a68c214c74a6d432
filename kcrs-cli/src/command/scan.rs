//! `scan`: looks for known vulnerabilities in an image.

use std::time::{Duration, Instant};

use clap::{ArgGroup, ArgMatches, Command};
use kcrs_generated::actions::DescribeImageScanOutput;
use kcrs_generated::{Client, Error, WaitOptions};
use serde_json::json;

use crate::args::{self, GlobalArgs, duration};
use crate::error::{CliError, ExitCode};
use crate::language::Language;
use crate::output::{self, Screen};
use crate::registry::lists::MAX_PAGE;
use crate::registry::scan::{Report, Severity};
use crate::run::Session;
use crate::terminal::Progress;
use crate::terminal::unless_interrupted;

/// How often a report is asked for that is not the new one yet, before it is taken for the new one.
const MAX_STALE_REPORTS: u32 = 3;

pub(super) fn declare(language: Language) -> Command {
    let argument = args::options(language);
    let flag = args::flags(language);
    Command::new("scan")
        .about(language.choose(
            "Looks for known vulnerabilities in an image",
            "扫描镜像中的已知漏洞",
        ))
        .long_about(language.choose(ABOUT, ABOUT_CHINESE))
        .args([
            argument("instance-id", "ID", "The instance", "实例的 ID").required(true),
            argument("namespace", "NAME", "The namespace", "命名空间的名称").required(true),
            argument("repo-name", "NAME", "The repository", "仓库的名称").required(true),
            argument("tag", "TAG", "The image, by a tag", "以 Tag 指定镜像"),
            argument(
                "image-id",
                "DIGEST",
                "The image, by its digest, such as sha256:…",
                "以摘要（形如 sha256:…）指定镜像",
            ),
            flag(
                "no-start",
                "Show the last report, and start no scan",
                "只显示上次的报告，不启动扫描",
            ),
            argument(
                "fail-on",
                "SEVERITY",
                "End with 9 if there is a vulnerability as bad as this: unknown, negligible, low, medium, high or critical",
                "若有达到此等级的漏洞则以 9 退出：unknown、negligible、low、medium、high 或 critical",
            )
            .ignore_case(true)
            .hide_possible_values(true)
            .value_parser(Severity::NAMES),
            argument("timeout", duration::VALUE_NAME, "How long to wait", "最长等待时间")
                .default_value("20m")
                .value_parser(duration::parse),
            argument(
                "interval",
                duration::VALUE_NAME,
                "How often to ask at first",
                "起初每隔多久查询一次",
            )
            .default_value("5s")
            .value_parser(duration::parse),
        ])
        .group(
            ArgGroup::new("image")
                .args(["tag", "image-id"])
                .required(true),
        )
}

const ABOUT: &str = "Looks for known vulnerabilities in an image

Starts a scan, waits for its end and shows what it found, the worst first. In CI, --fail-on high ends with 9 where a vulnerability \
is high or worse. Severities go from unknown (not rated) over negligible, low, medium and high to critical; a word that is none \
of these is shown, warned about, and counts as the worst. What the service counts and does not list counts too.

  kcrs scan --instance-id ID --namespace team --repo-name web --tag v1 --fail-on high

Exit codes: 0 nothing as bad as that, 5 no such image or no report, 7 the scan failed or took too long, 9 found.";

const ABOUT_CHINESE: &str = "扫描镜像中的已知漏洞

启动扫描，等待结束，并从最严重的开始列出结果。在 CI 中，--fail-on high 在有高危或更严重的漏洞时以 9 退出。等级依次为 unknown（未评级）、\
negligible、low、medium、high、critical；其他说法会照样显示并提示，且视为最严重。服务计数而未列出的漏洞也计算在内。

  kcrs scan --instance-id ID --namespace team --repo-name web --tag v1 --fail-on high

退出码：0 没有达到该等级的漏洞，5 没有该镜像或报告，7 扫描失败或超时，9 有达到该等级的漏洞。";

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let text = |name: &str| args::text_of(matches, name);
    let time = |name: &str| args::value_of(matches, name);
    let session = Session::start(globals)?;
    let client = &session.client;
    let work = async {
        let mut image = Image {
            instance_id: text("instance-id").unwrap_or_default(),
            namespace: text("namespace").unwrap_or_default(),
            repo_name: text("repo-name").unwrap_or_default(),
            image_id: text("image-id").unwrap_or_default(),
        };
        if let Some(tag) = text("tag") {
            image.image_id = image.tagged(client, &tag).await?;
        }
        let scan = match matches.get_flag("no-start") {
            true => image.last_scan(client).await?,
            false => {
                image
                    .scan(client, time("interval"), time("timeout"))
                    .await?
            }
        };
        Ok((image.image_id, scan))
    };
    let interrupted = || CliError::interrupted("interrupted; the scan goes on");
    let (image_id, scan) = session
        .run(unless_interrupted(work))
        .unwrap_or_else(|| Err(interrupted()))?;
    let report = Report::new(scan);
    for warning in report.warnings() {
        eprintln!("kcrs: {warning}");
    }
    if globals.printer.is_for_people() {
        let table = report.table();
        let table = match table.is_empty() {
            true => String::new(),
            false => format!("{}\n", table.render(Screen::of_stdout())),
        };
        output::write(&format!("{table}{}\n", report.summary()))?;
    } else {
        let mut value = json!({"ImageId": image_id});
        if let (Some(value), serde_json::Value::Object(report)) =
            (value.as_object_mut(), report.json())
        {
            value.extend(report);
        }
        globals.printer.print(&value)?;
    }
    let Some(limit) = text("fail-on") else {
        return Ok(());
    };
    match report.at_least(&Severity::from_text(&limit)) {
        0 => Ok(()),
        number => Err(CliError::new(
            ExitCode::Finding,
            format!("{number} of severity {} or worse", limit.to_lowercase()),
        )),
    }
}

/// An image of a repository.
struct Image {
    instance_id: String,
    namespace: String,
    repo_name: String,
    image_id: String,
}

impl Image {
    /// The id of the image that has this tag.
    async fn tagged(&self, client: &Client, tag: &str) -> Result<String, CliError> {
        let mut images = client
            .describe_images()
            .instance_id(&self.instance_id)
            .namespace(&self.namespace)
            .repo_name(&self.repo_name)
            .max_results(MAX_PAGE)
            .items();
        while let Some(image) = images.next().await {
            let image = image?;
            if image.tag_names.iter().any(|name| name == tag) {
                return Ok(image.image_id);
            }
        }
        let (namespace, repo_name) = (&self.namespace, &self.repo_name);
        Err(CliError::not_found(format!(
            "there is no image with the tag {tag:?} in {namespace}/{repo_name}"
        )))
    }

    /// Scans it and waits for the report.
    async fn scan(
        &self,
        client: &Client,
        interval: Duration,
        limit: Duration,
    ) -> Result<DescribeImageScanOutput, CliError> {
        let before = match self.describe(client).await {
            Ok(scan) => scan.finish_time,
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error.into()),
        };
        client
            .start_image_scan()
            .instance_id(&self.instance_id)
            .namespace(&self.namespace)
            .repo_name(&self.repo_name)
            .image_id(&self.image_id)
            .send()
            .await?;
        let mut progress = Progress::new("scanning");
        progress.state(&self.image_id);
        let begun = Instant::now();
        let mut stale_reports = 0;
        loop {
            let options = WaitOptions::new()
                .interval(interval)
                .limit(limit.saturating_sub(begun.elapsed()));
            let finished = client
                .wait_until_image_scan_finished()
                .instance_id(&self.instance_id)
                .namespace(&self.namespace)
                .repo_name(&self.repo_name)
                .image_id(&self.image_id)
                .wait_with(options)
                .await
                .map_err(Error::from)?;
            let scan = finished
                .into_output()
                .ok_or_else(|| CliError::not_found("there is no report of the scan"))?;
            // The first response may be the report of the scan before.
            if before.is_none() || scan.finish_time != before {
                return Ok(scan);
            }
            stale_reports += 1;
            if stale_reports == MAX_STALE_REPORTS || begun.elapsed() + interval >= limit {
                progress.line(
                    "kcrs: the report has the time of the one before: it may be that one still",
                );
                return Ok(scan);
            }
            tokio::time::sleep(interval).await;
        }
    }

    /// The last report.
    async fn last_scan(&self, client: &Client) -> Result<DescribeImageScanOutput, CliError> {
        let scan = match self.describe(client).await {
            Err(error) if error.is_not_found() => {
                let message = format!("there is no report of this image: {error}");
                return Err(CliError::not_found(message));
            }
            scan => scan?,
        };
        match scan.status.as_str() {
            "Success" => Ok(scan),
            status => Err(CliError::new(
                ExitCode::Wait,
                format!("there is no report yet: the scan is {status:?}"),
            )),
        }
    }

    async fn describe(&self, client: &Client) -> Result<DescribeImageScanOutput, Error> {
        client
            .describe_image_scan()
            .instance_id(&self.instance_id)
            .namespace(&self.namespace)
            .repo_name(&self.repo_name)
            .image_id(&self.image_id)
            .send()
            .await
    }
}
