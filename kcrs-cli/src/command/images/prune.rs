//! `images prune`: deletes the images that nobody needs any more.

use std::path::PathBuf;
use std::pin::pin;

use clap::Args;
use jiff::Timestamp;

use crate::args::{
    GlobalArgs, PatternList, command_options, dialect, namespaces, number, repositories, tags,
};
use crate::error::{CliError, ExitCode};
use crate::output::{self, Screen};
use crate::registry::lists::Lists;
use crate::registry::pacing::Pacing;
use crate::registry::prune::{self, Age, Criteria, Outcome, Plan, Report, Rule, ServiceTime, Stop};
use crate::run::Session;
use crate::terminal::{self, Progress, unless_interrupted};

#[derive(Debug, Args)]
#[command(
    about = text!("Deletes the images that nobody needs any more", "删除不再需要的镜像"),
    long_about = prose!("images-prune"),
    after_long_help = dialect()
)]
pub(super) struct Prune {
    #[command(flatten)]
    place: Place,
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    how: How,
}

/// Repositories whose images are listed.
#[derive(Debug, Args)]
#[command(next_help_heading = text!("Where", "范围"))]
struct Place {
    #[arg(long, value_name = "ID", help = text!("The instance", "实例的 ID"))]
    instance_id: String,
    #[arg(
        long,
        value_name = "PATTERN",
        required_unless_present_any = ["policy", "plan"],
        value_parser = namespaces,
        help = text!(
            "The namespace, by its name or a pattern such as 'team-*'; may be repeated",
            "命名空间的名称或通配模式（如 'team-*'），可重复"
        )
    )]
    namespace: Vec<PatternList>,
    #[arg(long, value_name = "PATTERN", value_parser = repositories, help = text!(
        "The repository, by its name or a pattern; may be repeated [default: all of the namespace]",
        "仓库的名称或通配模式，可重复 [默认：命名空间内的全部仓库]"
    ))]
    repo_name: Vec<PatternList>,
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["namespace", "repo_name", "Which"],
        help = text!(
            "Rules for namespaces and repositories, in YAML, in place of the options that select",
            "YAML 格式的规则文件，按命名空间和仓库给出，代替选择镜像的选项"
        )
    )]
    policy: Option<PathBuf>,
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["policy", "namespace", "repo_name", "Which"],
        help = text!(
            "Delete what a plan has that --plan-out wrote, and nothing more",
            "只删除由 --plan-out 写出的计划中的镜像"
        )
    )]
    plan: Option<PathBuf>,
}

/// Which images go.
#[derive(Debug, Args)]
#[command(next_help_heading = text!("Which images", "哪些镜像"))]
struct Which {
    #[arg(long, value_name = "PATTERN", value_parser = tags, help = text!(
        "Images all of whose tags match, such as 'pr-*'; may be repeated",
        "全部 Tag 都匹配的镜像，如 'pr-*'，可重复"
    ))]
    tag: Vec<PatternList>,
    #[arg(long, help = text!("Images without tags", "没有 Tag 的镜像"))]
    untagged: bool,
    #[arg(long, requires = "untagged", conflicts_with = "all", help = text!(
        "Delete images without tags even though an index of another image may need them",
        "即使没有 Tag 的镜像可能为其他镜像的索引所需，也删除"
    ))]
    no_index_check: bool,
    #[arg(long, conflicts_with_all = ["tag", "untagged"], help = text!("Every image", "全部镜像"))]
    all: bool,
    #[arg(long, value_name = "PATTERN", value_parser = tags, help = text!(
        "Keep images with a tag that matches, such as 'v*'; may be repeated",
        "保留带有匹配的 Tag（如 'v*'）的镜像，可重复"
    ))]
    exclude_tag: Vec<PatternList>,
    #[arg(long, value_name = "N", value_parser = number(0, usize::MAX), help = text!(
        "Keep the newest N of them in each repository",
        "保留每个仓库中其中最新的 N 个"
    ))]
    keep: Option<usize>,
    #[arg(long, value_name = "AGE", help = text!(
        "Keep images that are younger, such as 30d, 2w or 36h",
        "保留比此更新的镜像，如 30d、2w、36h"
    ))]
    older_than: Option<Age>,
    #[arg(long, value_name = "OFFSET", allow_hyphen_values = true, help = text!(
        "The zone of the service's times, which it does not state [default: +08:00, which is a guess]",
        "服务时间的时区（服务未说明） [默认：+08:00，属推测]"
    ))]
    utc_offset: Option<ServiceTime>,
}

/// Options of carrying out the plan.
#[derive(Debug, Args)]
#[command(next_help_heading = command_options())]
struct How {
    #[arg(long, help = text!("Show the plan and delete nothing", "只显示计划，不删除"))]
    dry_run: bool,
    #[arg(long, value_name = "FILE", conflicts_with = "plan", help = text!(
        "Write the plan into this file and delete nothing",
        "将计划写入此文件，不删除"
    ))]
    plan_out: Option<PathBuf>,
    #[arg(long, short, help = text!("Do not ask", "不询问"))]
    yes: bool,
    #[arg(long, value_name = "N", value_parser = number(0, u32::MAX), help = text!(
        "Delete nothing if the plan has more than N images [default with --yes: 100]",
        "计划删除的镜像多于 N 个时不删除 [给出 --yes 时默认：100]"
    ))]
    max_delete: Option<u32>,
    #[arg(long, help = text!(
        "With --yes, delete even if no tag matches an --exclude-tag",
        "给出 --yes 时，即使没有 Tag 匹配某个 --exclude-tag 也删除"
    ))]
    allow_unused_exclude: bool,
    #[arg(
        long,
        value_name = "N",
        default_value = "6",
        value_parser = number::<usize>(1, 64),
        help = text!("How many images are deleted at the same time", "同时删除多少个镜像")
    )]
    concurrency: usize,
}

/// Most images that are deleted unasked unless `--max-delete` sets another number.
const MAX_DELETE_UNASKED: u32 = 100;

impl Prune {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let instance_id = &self.place.instance_id;
        let rules = self.rules()?;
        let concurrency = self.how.concurrency;
        let is_dry = self.how.dry_run || self.how.plan_out.is_some();
        if !is_dry && !self.how.yes && !terminal::can_ask() {
            return Err(CliError::usage(text!(
                "there is no terminal to ask on: pass --yes to delete, or --dry-run to see the plan",
                "没有可供询问的终端：给出 --yes 即删除，给出 --dry-run 只显示计划"
            )));
        }

        let session = Session::start(globals)?;
        let client = session.patient_client();
        let lists = Lists {
            client: &client,
            instance_id,
            pacing: &Pacing::new(concurrency),
        };
        let plan = match &self.place.plan {
            Some(path) => prune::read_plan(path, instance_id)?,
            None => {
                let text = text!(
                    "interrupted; nothing was deleted",
                    "已中断；没有删除任何镜像"
                );
                let listed = session.run_or_stop(prune::list(lists, &rules), text)?;
                Plan::new(listed, &rules, Timestamp::now())
            }
        };
        if let Some(path) = &self.how.plan_out {
            prune::write_plan(path, instance_id, &plan)?;
        }
        // Where people do not read the output, a program reads one value at the end.
        let is_for_people = globals.printer.is_for_people();
        if is_for_people {
            let table = plan.table();
            if !table.is_empty() {
                output::write(&format!("{}\n", table.render(Screen::of_stdout())))?;
            }
            output::write(&format!("{}\n", plan.summary()))?;
        } else {
            eprintln!("{}", plan.summary());
        }
        if is_dry || plan.images.is_empty() {
            return match is_for_people {
                true => Ok(()),
                false => globals.printer.print(&plan.json()),
            };
        }
        self.check_limits(&plan)?;
        if !self.how.yes {
            let target = session.describe_instance(instance_id);
            let number = plan.images.len();
            let question = text!(
                "{target}\nDelete {number} images?",
                "{target}\n删除 {number} 个镜像？"
            );
            if !terminal::confirm(&question)? {
                return Err(CliError::other(text!(
                    "nothing was deleted",
                    "没有删除任何镜像"
                )));
            }
        }

        let (outcomes, was_interrupted) = delete(&session, lists, &plan, concurrency);
        let mut report = Report::new(&plan.images, outcomes, was_interrupted);
        if !was_interrupted {
            let repositories = plan.repositories.clone();
            match session.run(prune::read(lists, repositories)) {
                Ok(listed) => report.compare(listed),
                Err(error) => output::warn(text!(
                    "the repositories could not be listed again: {error}",
                    "未能再次列出仓库：{error}"
                )),
            }
        }
        if is_for_people {
            output::write(&report.text())?;
        } else {
            let mut value = plan.json();
            value["Result"] = report.json();
            globals.printer.print(&value)?;
        }
        report.failure().map_or(Ok(()), Err)
    }

    /// Returns the rules that select images: the policy's, or the one of the options.
    fn rules(&self) -> Result<Vec<Rule>, CliError> {
        if let Some(path) = &self.place.policy {
            return prune::read_policy(path);
        }
        if self.place.plan.is_some() {
            return Ok(Vec::new());
        }
        Ok(vec![Rule {
            namespaces: self.place.namespace.concat(),
            repositories: self.place.repo_name.concat(),
            criteria: self.which.criteria()?,
        }])
    }

    /// Refuses a plan that is beyond the limits within which one is carried out.
    fn check_limits(&self, plan: &Plan) -> Result<(), CliError> {
        let number = plan.images.len();
        let max = self
            .how
            .max_delete
            .or_else(|| self.how.yes.then_some(MAX_DELETE_UNASKED));
        if let Some(max) = max.filter(|max| usize::try_from(*max).is_ok_and(|max| number > max)) {
            return Err(CliError::usage(text!(
                "nothing was deleted: the plan has {number} images, and --max-delete is {max}",
                "没有删除任何镜像：计划有 {number} 个镜像，而 --max-delete 为 {max}"
            )));
        }
        // On a terminal the plan shows it, and somebody decides.
        let unused_are_allowed = !self.how.yes || self.how.allow_unused_exclude;
        match plan.unused_excludes.first() {
            Some(pattern) if !unused_are_allowed => Err(CliError::usage(text!(
                "nothing was deleted: --exclude-tag {pattern} protects nothing, because no tag matches it; \
                 --allow-unused-exclude deletes all the same",
                "没有删除任何镜像：--exclude-tag {pattern} 未保护任何镜像，因为没有 Tag 与之匹配；\
                 给出 --allow-unused-exclude 则照样删除"
            ))),
            _ => Ok(()),
        }
    }
}

impl Which {
    fn criteria(&self) -> Result<Criteria, CliError> {
        let criteria = Criteria {
            tags: self.tag.concat(),
            untagged: self.untagged,
            no_index_check: self.no_index_check,
            exclude_tags: self.exclude_tag.concat(),
            keep: self.keep,
            older_than: self.older_than.clone(),
            zone: self.utc_offset.clone().unwrap_or_default(),
        };
        criteria
            .check_selection(self.all)
            .map_err(CliError::usage)?;
        Ok(criteria)
    }
}

/// Carries the plan out. Returns the outcome for each image, and whether Ctrl-C came.
fn delete(
    session: &Session,
    lists: Lists<'_>,
    plan: &Plan,
    concurrency: usize,
) -> (Vec<Outcome>, bool) {
    let stop = Stop::default();
    let mut progress = Progress::new(text!("deleting", "正在删除"));
    let total = plan.images.len();
    let work = prune::carry_out(lists, &plan.images, concurrency, &stop, |done| {
        progress.count(done, Some(total));
    });
    session.run(async {
        let mut work = pin!(work);
        if let Some(outcomes) = unless_interrupted(&mut work).await {
            return (outcomes, false);
        }
        stop.set();
        output::warn(text!(
            "stopping; Ctrl-C again ends at once",
            "正在停止；再按一次 Ctrl-C 立即结束"
        ));
        match unless_interrupted(&mut work).await {
            Some(outcomes) => (outcomes, true),
            None => {
                output::warn(text!(
                    "ended; what became of the last deletions is not known",
                    "已结束；最后几次删除的结果未知"
                ));
                std::process::exit(ExitCode::Interrupted as i32)
            }
        }
    })
}
