//! `images prune`: deletes the images that nobody needs any more.

use std::pin::pin;

use clap::{ArgMatches, Command, value_parser};
use jiff::Timestamp;
use kcrs_generated::{CallOptions, Client, Retry};

use crate::args::{self, GlobalArgs, Named};
use crate::error::{CliError, ExitCode};
use crate::language::Language;
use crate::output::{self, Screen};
use crate::registry::prune::{
    self, Age, Criteria, Outcome, Patterns, Plan, Report, ServiceTime, Stop,
};
use crate::run::Session;
use crate::terminal::unless_interrupted;
use crate::terminal::{self, Progress};

pub(super) fn declare(language: Language) -> Command {
    let argument = args::options(language);
    let pattern = args::patterns(language);
    let flag = args::flags(language);
    let where_heading = language.choose("Where", "范围");
    let which = language.choose("Which images", "哪些镜像");
    Command::new("prune")
        .about(language.choose(
            "Deletes the images that nobody needs any more",
            "删除不再需要的镜像",
        ))
        .long_about(language.choose(ABOUT, ABOUT_CHINESE))
        .after_long_help(language.choose(args::DIALECT, args::DIALECT_CHINESE))
        .args([
            argument("instance-id", "ID", "The instance", "实例的 ID")
                .required(true)
                .help_heading(where_heading),
            pattern(
                "namespace",
                Named::Namespace,
                "The namespace, by its name or a pattern such as 'team-*'; may be repeated",
                "命名空间的名称或通配模式（如 'team-*'），可重复",
            )
            .required(true)
            .help_heading(where_heading),
            pattern(
                "repo-name",
                Named::Repository,
                "The repository, by its name or a pattern; may be repeated [default: all of the namespace]",
                "仓库的名称或通配模式，可重复 [默认：命名空间内的全部仓库]",
            )
            .help_heading(where_heading),
            pattern(
                "tag",
                Named::Tag,
                "Images all of whose tags match, such as 'pr-*'; may be repeated",
                "全部 Tag 都匹配的镜像，如 'pr-*'，可重复",
            )
            .help_heading(which),
            flag("untagged", "Images without tags", "没有 Tag 的镜像").help_heading(which),
            flag("all", "Every image", "全部镜像")
                .conflicts_with_all(["tag", "untagged"])
                .help_heading(which),
            pattern(
                "exclude-tag",
                Named::Tag,
                "Keep images with a tag that matches, such as 'v*'; may be repeated",
                "保留带有匹配的 Tag（如 'v*'）的镜像，可重复",
            )
            .help_heading(which),
            argument(
                "keep",
                "N",
                "Keep the newest N of them in each repository",
                "保留每个仓库中其中最新的 N 个",
            )
            .value_parser(value_parser!(u32))
            .help_heading(which),
            argument(
                "older-than",
                "AGE",
                "Keep images that are younger, such as 30d, 2w or 36h",
                "保留比此更新的镜像，如 30d、2w、36h",
            )
            .value_parser(|text: &str| text.parse::<Age>())
            .help_heading(which),
            argument(
                "utc-offset",
                "OFFSET",
                "The zone of the service's times, which it does not state [default: +08:00, which is a guess]",
                "服务时间的时区（服务未说明） [默认：+08:00，属推测]",
            )
            .allow_hyphen_values(true)
            .value_parser(|text: &str| text.parse::<ServiceTime>())
            .help_heading(which),
            flag("dry-run", "Show the plan and delete nothing", "只显示计划，不删除"),
            flag("yes", "Do not ask", "不询问").short('y'),
            argument(
                "max-delete",
                "N",
                "Delete nothing if the plan has more than N images [default with --yes: 100]",
                "计划删除的镜像多于 N 个时不删除 [给出 --yes 时默认：100]",
            )
            .value_parser(value_parser!(u32)),
            flag(
                "allow-unused-exclude",
                "With --yes, delete even if no tag matches an --exclude-tag",
                "给出 --yes 时，即使没有 Tag 匹配某个 --exclude-tag 也删除",
            ),
            argument(
                "concurrency",
                "N",
                "How many images are deleted at the same time",
                "同时删除多少个镜像",
            )
            .value_parser(value_parser!(u16).range(1..=64))
            .default_value("6"),
        ])
}

/// Most images that are deleted unasked unless `--max-delete` sets another number.
const MAX_DELETE_UNASKED: u32 = 100;

const ABOUT: &str = "Deletes the images that nobody needs any more

At least one of --tag, --untagged, --keep, --older-than and --all selects the images to delete. Without --tag and --untagged all images are \
candidates. Of them, --exclude-tag, --keep and --older-than each take out those that stay. An image is deleted with all its \
tags, so one that also has a tag which is not selected stays.

All images are listed before anything is deleted. The plan is shown, and carried out once it was confirmed with `y` (or with --yes). \
Each image is looked at again just before it is deleted, and left alone if its tags or its time have changed. The API cannot delete \
on a condition: a tag that is moved to an image in the moment between the two is lost with it. A push of another image never is.

Deletions that fail do not stop the others. At the end the repositories are listed again, and what is still there is reported. Ctrl-C \
begins no more deletions, waits for those under way and reports what was done; a second Ctrl-C ends at once.

  kcrs images prune --instance-id ID --namespace team --tag 'pr-*' --older-than 14d --dry-run
  kcrs images prune --instance-id ID --namespace team --repo-name web --keep 20 --exclude-tag 'v*' --yes

Exit codes: 0 all is done, 2 nobody to ask, or the plan is longer than --max-delete or has an --exclude-tag that protects nothing, 8 some images of the plan remain, 130 interrupted.";

const ABOUT_CHINESE: &str = "删除不再需要的镜像

--tag、--untagged、--keep、--older-than、--all 至少给出一个。不给 --tag 和 --untagged 时，全部镜像都是候选；--exclude-tag、--keep、\
--older-than 各自从中留下一部分。镜像会连同其全部 Tag 一起删除，所以还带有其他 Tag 的镜像会保留。

先列出全部镜像再开始删除。显示计划并在回答 `y` 之后（或给出 --yes 时）执行。删除每个镜像之前会再看一次，若其 Tag 或时间已变则不删除。接口不能\
有条件地删除：在两者之间的一瞬间被移到该镜像上的 Tag 会随之丢失；推送其他镜像则不受影响。

个别删除失败不影响其余。最后再次列出仓库，报告仍然存在的镜像。Ctrl-C 不再开始新的删除，等待进行中的删除并报告结果；再按一次立即退出。

  kcrs images prune --instance-id ID --namespace team --tag 'pr-*' --older-than 14d --dry-run
  kcrs images prune --instance-id ID --namespace team --repo-name web --keep 20 --exclude-tag 'v*' --yes

退出码：0 全部完成，2 无法询问、计划多于 --max-delete 或某个 --exclude-tag 未匹配任何 Tag，8 计划中有镜像未删除，130 被中断。";

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let instance_id: &str = &args::value_of::<String>(matches, "instance-id");
    let criteria = criteria(matches)?;
    let patterns = Patterns {
        namespaces: args::patterns_of(matches, "namespace"),
        repositories: args::patterns_of(matches, "repo-name"),
    };
    let concurrency = args::value_of::<u16>(matches, "concurrency").into();
    let (is_dry, is_yes) = (matches.get_flag("dry-run"), matches.get_flag("yes"));
    if !is_dry && !is_yes && !terminal::can_ask() {
        return Err(CliError::usage(
            "there is no terminal to ask on: pass --yes to delete, or --dry-run to see the plan",
        ));
    }

    let session = Session::start(globals)?;
    // Many calls at once may be too many for the service: they get more time than a single one.
    let patient = CallOptions::new().retry(Retry::standard().max_attempts(6));
    let client = session.client.with_options(patient);
    let listed = session.run(unless_interrupted(prune::list(
        &client,
        instance_id,
        &patterns,
        concurrency,
    )));
    let listed =
        listed.unwrap_or_else(|| Err(CliError::interrupted("interrupted; nothing was deleted")))?;
    let plan = Plan::new(listed, criteria, Timestamp::now());
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
    check_limits(matches, &plan)?;
    if !is_yes {
        let target = session.describe_instance(instance_id);
        let number = plan.images.len();
        if !terminal::confirm(&format!("{target}\nDelete {number} images?"))? {
            return Err(CliError::other("nothing was deleted"));
        }
    }

    let (outcomes, was_interrupted) = delete(&session, &client, instance_id, &plan, concurrency);
    let mut report = Report::new(&plan.images, outcomes, was_interrupted);
    if !was_interrupted {
        let repositories = plan.repositories.clone();
        let again = prune::read(&client, instance_id, repositories, concurrency);
        match session.run(again) {
            Ok(listed) => report.compare(listed),
            Err(error) => eprintln!("kcrs: the repositories could not be listed again: {error}"),
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

/// Carries the plan out. Returns the outcome for each image, and whether Ctrl-C came.
fn delete(
    session: &Session,
    client: &Client,
    instance_id: &str,
    plan: &Plan,
    concurrency: usize,
) -> (Vec<Outcome>, bool) {
    let stop = Stop::default();
    let mut progress = Progress::new("deleting");
    let total = plan.images.len();
    let work = prune::carry_out(
        client,
        instance_id,
        &plan.images,
        concurrency,
        &stop,
        |done| progress.count(done, Some(total)),
    );
    session.run(async {
        let mut work = pin!(work);
        if let Some(outcomes) = unless_interrupted(&mut work).await {
            return (outcomes, false);
        }
        stop.set();
        eprintln!("kcrs: stopping; Ctrl-C again ends at once");
        match unless_interrupted(&mut work).await {
            Some(outcomes) => (outcomes, true),
            None => {
                eprintln!("kcrs: ended; what became of the last deletions is not known");
                std::process::exit(ExitCode::Interrupted as i32)
            }
        }
    })
}

fn criteria(matches: &ArgMatches) -> Result<Criteria, CliError> {
    let criteria = Criteria {
        tags: args::patterns_of(matches, "tag"),
        untagged: matches.get_flag("untagged"),
        exclude_tags: args::patterns_of(matches, "exclude-tag"),
        keep: matches
            .get_one::<u32>("keep")
            .map(|keep| usize::try_from(*keep).unwrap_or(usize::MAX)),
        older_than: matches.get_one::<Age>("older-than").cloned(),
        zone: matches
            .get_one::<ServiceTime>("utc-offset")
            .cloned()
            .unwrap_or_default(),
    };
    if criteria.selects_all() && !matches.get_flag("all") {
        return Err(CliError::usage(
            "which images? Give at least one of --tag, --untagged, --keep and --older-than, the last two above zero; --all \
             selects every image",
        ));
    }
    Ok(criteria)
}

/// Refuses a plan that is beyond the limits within which one is carried out.
fn check_limits(matches: &ArgMatches, plan: &Plan) -> Result<(), CliError> {
    let is_yes = matches.get_flag("yes");
    let number = plan.images.len();
    let given = matches.get_one::<u32>("max-delete").copied();
    let max = given.or_else(|| is_yes.then_some(MAX_DELETE_UNASKED));
    if let Some(max) = max.filter(|max| usize::try_from(*max).is_ok_and(|max| number > max)) {
        return Err(CliError::usage(format!(
            "nothing was deleted: the plan has {number} images, and --max-delete is {max}"
        )));
    }
    // On a terminal the plan shows it, and somebody decides.
    let unused_are_allowed = !is_yes || matches.get_flag("allow-unused-exclude");
    match plan.unused_excludes.first() {
        Some(pattern) if !unused_are_allowed => Err(CliError::usage(format!(
            "nothing was deleted: --exclude-tag {pattern} protects nothing, because no tag matches it; \
             --allow-unused-exclude deletes all the same"
        ))),
        _ => Ok(()),
    }
}
