//! `tree`: what a region holds.

use clap::{ArgAction, ArgMatches, Command, value_parser};

use crate::args::{self, GlobalArgs, Named};
use crate::error::{CliError, ExitCode};
use crate::language::Language;
use crate::output;
use crate::registry::tree::{self, LineStyle, Wanted};
use crate::run::Session;
use crate::terminal::unless_interrupted;

pub(super) fn declare(language: Language) -> Command {
    let argument = args::options(language);
    let flag = args::flags(language);
    Command::new("tree")
        .about(language.choose(
            "Shows instances, the namespaces in them, and the repositories in those",
            "以树状显示实例、命名空间和仓库",
        ))
        .long_about(language.choose(ABOUT, ABOUT_CHINESE))
        .args([
            argument(
                "instance-id",
                "ID",
                "The instance; may be repeated [default: all of the region]",
                "实例的 ID，可重复 [默认：该地域的全部实例]",
            )
            .action(ArgAction::Append),
            argument(
                "project-id",
                "ID",
                "The project of the instances; may be repeated [default: the default project]",
                "实例所属项目的 ID，可重复 [默认：默认项目]",
            )
            .action(ArgAction::Append),
            args::patterns(language)(
                "namespace",
                Named::Namespace,
                "The namespace, by its name or a pattern such as 'team-*'; may be repeated",
                "命名空间的名称或通配模式（如 'team-*'），可重复",
            ),
            flag("tags", "Show images and tags too", "同时显示镜像和 Tag"),
            flag(
                "ascii",
                "Draw with - | and ` [default where the locale is not UTF-8]",
                "用 - | ` 绘制 [区域设置不是 UTF-8 时的默认方式]",
            ),
            argument(
                "concurrency",
                "N",
                "How many lists are read at the same time",
                "同时读取多少个列表",
            )
            .value_parser(value_parser!(u16).range(1..=64))
            .default_value("8"),
        ])
}

const ABOUT: &str = "Shows instances, the namespaces in them, and the repositories in those

What cannot be read is shown as `! …` in its place, and the command ends with 8. With --output the same is a value: InstanceSet, \
in it NamespaceSet, in that RepoSet, and with --tags ImageSet; Error in place of a set that could not be read.";

const ABOUT_CHINESE: &str = "以树状显示实例、命名空间和仓库

不能读取的部分在原处显示为 `! …`，命令以 8 退出。给出 --output 时输出同样内容的数据：InstanceSet、其中的 NamespaceSet、再其中的 RepoSet，\
有 --tags 时还有 ImageSet；不能读取的部分以 Error 代替。";

pub(super) fn run(matches: &ArgMatches, globals: &GlobalArgs) -> Result<(), CliError> {
    let texts = |name: &str| -> Vec<String> {
        let texts = matches.get_many::<String>(name).unwrap_or_default();
        texts.cloned().collect()
    };
    let wanted = Wanted {
        instance_ids: texts("instance-id"),
        project_ids: texts("project-id"),
        namespaces: args::patterns_of(matches, "namespace"),
        tags: matches.get_flag("tags"),
        concurrency: args::value_of::<u16>(matches, "concurrency").into(),
    };
    let session = Session::start(globals)?;
    let instances = session
        .run(unless_interrupted(tree::read(&session.client, &wanted)))
        .ok_or_else(|| CliError::interrupted("interrupted"))??;
    let found = |id: &String| instances.iter().any(|one| one.instance.instance_id == *id);
    if let Some(missing) = wanted.instance_ids.iter().find(|id| !found(id)) {
        return Err(CliError::not_found(format!(
            "there is no instance {missing} in this region, or it is in another project (--project-id)"
        )));
    }
    if globals.printer.is_for_people() {
        let style = match matches.get_flag("ascii") {
            true => LineStyle::Ascii,
            false => LineStyle::of_locale(|name| std::env::var(name).ok()),
        };
        if instances.is_empty() {
            eprintln!("kcrs: there are no instances in this region and project");
        }
        output::write(&tree::draw(&instances, style))?;
    } else {
        globals.printer.print(&tree::json(&instances))?;
    }
    match tree::failures(&instances) {
        0 => Ok(()),
        1 => Err(CliError::new(ExitCode::Partial, "a list could not be read")),
        number => Err(CliError::new(
            ExitCode::Partial,
            format!("{number} lists could not be read"),
        )),
    }
}
