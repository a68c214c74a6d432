//! `tree`: what a region holds.

use clap::Parser;

use crate::args::{GlobalArgs, PatternList, namespaces, number};
use crate::error::{CliError, ExitCode};
use crate::output;
use crate::registry::tree::{self, LineStyle, Wanted};
use crate::run::Session;

#[derive(Debug, Parser)]
#[command(
    name = "tree",
    about = text!(
        "Shows instances, the namespaces in them, and the repositories in those",
        "以树状显示实例、命名空间和仓库"
    ),
    long_about = prose!("tree")
)]
pub(super) struct Tree {
    #[arg(long, value_name = "ID", help = text!(
        "The instance; may be repeated [default: all of the region]",
        "实例的 ID，可重复 [默认：该地域的全部实例]"
    ))]
    instance_id: Vec<String>,
    #[arg(long, value_name = "ID", help = text!(
        "The project of the instances; may be repeated [default: the default project]",
        "实例所属项目的 ID，可重复 [默认：默认项目]"
    ))]
    project_id: Vec<String>,
    #[arg(long, value_name = "PATTERN", value_parser = namespaces, help = text!(
        "The namespace, by its name or a pattern such as 'team-*'; may be repeated",
        "命名空间的名称或通配模式（如 'team-*'），可重复"
    ))]
    namespace: Vec<PatternList>,
    #[arg(long, help = text!("Show images and tags too", "同时显示镜像和 Tag"))]
    tags: bool,
    #[arg(long, help = text!(
        "Draw with - | and ` [default where the locale is not UTF-8]",
        "用 - | ` 绘制 [区域设置不是 UTF-8 时的默认方式]"
    ))]
    ascii: bool,
    #[arg(
        long,
        value_name = "N",
        default_value = "8",
        value_parser = number::<usize>(1, 64),
        help = text!("How many lists are read at the same time", "同时读取多少个列表")
    )]
    concurrency: usize,
}

impl Tree {
    pub(super) fn run(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let wanted = Wanted {
            instance_ids: self.instance_id,
            project_ids: self.project_id,
            namespaces: self.namespace.concat(),
            tags: self.tags,
            concurrency: self.concurrency,
        };
        let session = Session::start(globals)?;
        let client = session.patient_client();
        let read = tree::read(&client, &wanted);
        let instances = session.run_or_stop(read, text!("interrupted", "已中断"))?;
        let failures = tree::failures(&instances);
        if !wanted.namespaces.is_empty()
            && !instances.is_empty()
            && tree::is_empty_below(&instances)
        {
            output::warn(text!(
                "no namespace matches --namespace",
                "没有命名空间与 --namespace 匹配"
            ));
        }
        if globals.printer.is_for_people() {
            let style = match self.ascii {
                true => LineStyle::Ascii,
                false => LineStyle::of_locale(|name| std::env::var(name).ok()),
            };
            if instances.is_empty() {
                output::warn(text!(
                    "there are no instances in this region and project",
                    "该地域和项目中没有实例"
                ));
            }
            output::write(&tree::draw(&instances, style))?;
        } else {
            globals.printer.print(&tree::json(instances))?;
        }
        let text = match failures {
            0 => return Ok(()),
            1 => text!("a list could not be read", "有 1 个列表未能读取"),
            number => text!(
                "{number} lists could not be read",
                "有 {number} 个列表未能读取"
            ),
        };
        Err(CliError::new(ExitCode::Partial, text))
    }
}
