//! `scan`: looks for known vulnerabilities in an image.

use std::time::{Duration, Instant};

use clap::{Args, Parser};
use kcrs_generated::actions::DescribeImageScanOutput;
use kcrs_generated::{Client, Error, WaitOptions};
use serde_json::json;

use crate::args::{GlobalArgs, duration};
use crate::error::{CliError, ExitCode};
use crate::output::{self, Screen};
use crate::registry::lists::MAX_PAGE;
use crate::registry::scan::{Report, Severity};
use crate::run::Session;
use crate::terminal::Progress;
use crate::text::Text;

/// Number of polls after which an old report is taken for the new one.
const MAX_STALE_REPORTS: u32 = 3;

#[derive(Debug, Parser)]
#[command(
    name = "scan",
    about = text!("Looks for known vulnerabilities in an image", "扫描镜像中的已知漏洞"),
    long_about = prose!("scan")
)]
pub(super) struct Scan {
    #[arg(long, value_name = "ID", help = text!("The instance", "实例的 ID"))]
    instance_id: String,
    #[arg(long, value_name = "NAME", help = text!("The namespace", "命名空间的名称"))]
    namespace: String,
    #[arg(long, value_name = "NAME", help = text!("The repository", "仓库的名称"))]
    repo_name: String,
    #[command(flatten)]
    image: ImageArgs,
    #[arg(long, help = text!("Show the last report, and start no scan", "只显示上次的报告，不启动扫描"))]
    no_start: bool,
    #[arg(
        long,
        value_name = "SEVERITY",
        ignore_case = true,
        hide_possible_values = true,
        value_parser = Severity::NAMES,
        help = text!(
            "End with 9 if there is a vulnerability as bad as this: unknown, negligible, low, medium, high or critical",
            "若有达到此等级的漏洞则以 9 退出：unknown、negligible、low、medium、high 或 critical"
        )
    )]
    fail_on: Option<String>,
    #[arg(
        long,
        value_name = duration::VALUE_NAME,
        default_value = "20m",
        value_parser = duration::parse,
        help = text!("How long to wait", "最长等待时间")
    )]
    timeout: Duration,
    #[arg(
        long,
        value_name = duration::VALUE_NAME,
        default_value = "5s",
        value_parser = duration::parse,
        help = text!("How often to ask at first", "起初每隔多久查询一次")
    )]
    interval: Duration,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct ImageArgs {
    #[arg(long, value_name = "TAG", help = text!("The image, by a tag", "以 Tag 指定镜像"))]
    tag: Option<String>,
    #[arg(long, value_name = "DIGEST", conflicts_with = "tag", help = text!(
        "The image, by its digest, such as sha256:…",
        "以摘要（形如 sha256:…）指定镜像"
    ))]
    image_id: Option<String>,
}

impl Scan {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let session = Session::start(globals)?;
        let client = &session.client;
        let work = async {
            let mut image = Image {
                instance_id: self.instance_id,
                namespace: self.namespace,
                repo_name: self.repo_name,
                image_id: self.image.image_id.unwrap_or_default(),
            };
            if let Some(tag) = self.image.tag {
                image.image_id = image.tagged(client, &tag).await?;
            }
            let scan = match self.no_start {
                true => image.last_scan(client).await?,
                false => image.scan(client, self.interval, self.timeout).await?,
            };
            Ok((image.image_id, scan))
        };
        let interrupted = text!("interrupted; the scan goes on", "已中断；扫描仍在进行");
        let (image_id, scan) = session.run_or_stop(work, interrupted)?;
        let report = Report::new(scan);
        for warning in report.warnings() {
            output::warn(warning);
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
        let Some(limit) = self.fail_on.map(|limit| limit.to_lowercase()) else {
            return Ok(());
        };
        let severity = Severity::from_text(&limit);
        if severity > Severity::High {
            output::warn(text!(
                "warning: the API documents no severity above high: --fail-on {limit} may let everything pass",
                "警告：接口文档中没有高于 high 的等级：--fail-on {limit} 可能放过一切"
            ));
        }
        match report.at_least(&severity) {
            0 => Ok(()),
            number => Err(CliError::new(
                ExitCode::Finding,
                text!(
                    "{number} of severity {limit} or worse",
                    "有 {number} 个达到 {limit} 等级或更严重"
                ),
            )),
        }
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
        Err(CliError::not_found(text!(
            "there is no image with the tag {tag:?} in {namespace}/{repo_name}",
            "{namespace}/{repo_name} 中没有 Tag 为 {tag:?} 的镜像"
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
        let mut progress = Progress::new(text!("scanning", "正在扫描"));
        progress.state(Text::verbatim(&self.image_id));
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
            let scan = finished.into_output().ok_or_else(|| {
                CliError::not_found(text!(
                    "there is no report of the scan",
                    "没有此次扫描的报告"
                ))
            })?;
            // The first response may be the report of the scan before.
            if before.is_none() || scan.finish_time != before {
                return Ok(scan);
            }
            stale_reports += 1;
            if stale_reports == MAX_STALE_REPORTS || begun.elapsed() + interval >= limit {
                progress.line(&text!(
                    "kcrs: the report has the time of the one before: it may be that one still",
                    "kcrs: 报告的时间与上次相同，可能仍是上次的报告"
                ));
                return Ok(scan);
            }
            tokio::time::sleep(interval).await;
        }
    }

    /// The last report.
    async fn last_scan(&self, client: &Client) -> Result<DescribeImageScanOutput, CliError> {
        let scan = match self.describe(client).await {
            Err(error) if error.is_not_found() => {
                return Err(CliError::not_found(text!(
                    "there is no report of this image: {error}",
                    "没有该镜像的报告：{error}"
                )));
            }
            scan => scan?,
        };
        match scan.status.as_str() {
            "Success" => Ok(scan),
            status => Err(CliError::new(
                ExitCode::Wait,
                text!(
                    "there is no report yet: the scan is {status:?}",
                    "尚无报告：扫描状态为 {status:?}"
                ),
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
