//! `emulator`: a registry service on this machine.

use std::env;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};
use kcrs_emulator::program::{self, Options};

use crate::args::GlobalArgs;
use crate::error::CliError;
use crate::language::Language;
use crate::output;
use crate::quote::quote;
use crate::text::Text;

#[derive(Debug, Args)]
#[command(
    about = text!(
        "Starts an emulator of the service, to try things and to test with",
        "启动服务的模拟器，用于试用和测试"
    ),
    long_about = prose!("emulator")
)]
struct Emulator {
    #[arg(long, help = text!(
        "Start nothing; print what a shell needs to reach it: eval \"$(kcrs emulator --env)\"",
        "不启动，只输出 shell 连接它所需的设置：eval \"$(kcrs emulator --env)\""
    ))]
    env: bool,
    #[arg(long, requires = "env", help = text!(
        "With --env: what makes the shell forget it again",
        "与 --env 同用：输出让 shell 取消这些设置的命令"
    ))]
    unset: bool,
}

pub(super) fn declare() -> Command {
    // The region is one of the global flags. Secrets come from the environment only.
    let args = program::args().into_iter();
    let args = args.filter(|arg| arg.get_id() != "region");
    Emulator::augment_args(Command::new("emulator")).args(args.map(in_language))
}

/// An option of the emulator's own program, which speaks English only, in the language of the
/// process.
fn in_language(arg: Arg) -> Arg {
    let chinese = match arg.get_id().as_str() {
        _ if Language::current() == Language::English => return arg,
        "listen" => "监听的地址；端口为 0 时任选一个空闲端口",
        "access-key" => "接受的 access key [默认：emulator-access-key]",
        "settle" => "每次状态变化所需的时间：0、50ms、2s、1m",
        "demo" => "启动时带有一个可供浏览的小型仓库：一个实例及其命名空间和镜像",
        "seed" => "YAML 文件，包含启动时的实例、命名空间、仓库和镜像",
        "data" => "将一切保存在此文件中，崩溃后仍在",
        "repair" => "将受损的 --data 文件中能读取的内容存入新文件，然后退出",
        "strict" => "拒绝文档禁止而客户端会发送的内容（从 0 开始的列表、JSON 请求体、`true` 等）",
        "rate-limit" => "每秒对每个接口的调用次数上限；超出则返回 409 LimitExceeded",
        "request-timeout" => "客户端发送一个请求最多可用的时间",
        "max-connections" => "同时的连接数上限",
        "tls" => "使用 https 和此时生成的证书；签发机构的证书写入此文件",
        "tls-cert" => "使用 https 和此证书（PEM）",
        "tls-key" => "该证书的私钥（PEM）",
        "port-file" => "开始监听时将端口写入此文件",
        "webhooks-to-any-host" => "允许触发器请求本机以外的主机",
        "webhooks-to-loopback" => "即使其他机器可以访问模拟器，也允许触发器请求本机",
        _ => return arg,
    };
    arg.help(chinese)
}

pub(super) fn run(matches: &ArgMatches, _: &GlobalArgs) -> Result<(), CliError> {
    let options = Options::from_matches(matches, |name| env::var_os(name));
    let options = options.map_err(|problem| CliError::usage(Text::verbatim(problem)))?;
    let address = options.address();
    let args = Emulator::from_arg_matches(matches).map_err(super::usage_error)?;
    if args.unset {
        let lines = exports(&options, "");
        let names = lines
            .iter()
            .filter_map(|line| line.split([' ', '=']).nth(1));
        return output::write(&format!("unset {}\n", names.collect::<Vec<_>>().join(" ")));
    }
    if args.env {
        if address.port() == 0 {
            return Err(CliError::usage(text!(
                "--listen: the port that an emulator takes for 0 is known only when it runs",
                "--listen：端口为 0 时，运行后才知道模拟器使用的端口"
            )));
        }
        check_listener(address)?;
        let lines = exports(&options, &format!("http://{address}"));
        return output::write(&format!("{}\n", lines.join("\n")));
    }
    let lines = exports(&options, "");
    program::run(options, |emulator| {
        let endpoint = emulator.endpoint();
        let mut text = text!(
            "The emulator listens on {endpoint}. In another terminal:\n\n",
            "模拟器正在监听 {endpoint}。请在另一终端执行：\n\n"
        )
        .to_string();
        text += &format!("  export KSYUN_ENDPOINT={endpoint}\n");
        for line in lines.iter().skip(1) {
            text += &format!("  {line}\n");
        }
        text += text!(
            "  kcrs describe-instance\n\nCtrl-C stops it.\n",
            "  kcrs describe-instance\n\n按 Ctrl-C 停止。\n"
        )
        .as_str();
        // Whoever started this may have closed the pipe.
        let _ = output::write(&text);
    })
    .map_err(|problem| {
        CliError::other(text!(
            "the emulator on {address}: {problem}",
            "模拟器（{address}）：{problem}"
        ))
    })
}

/// The lines of a shell that lead its commands to the emulator.
fn exports(options: &Options, endpoint: &str) -> Vec<String> {
    let mut lines = vec![
        format!("export KSYUN_ENDPOINT={endpoint}"),
        format!("export KSYUN_ACCESS_KEY={}", quote(options.access_key())),
        match options.default_secret_key() {
            Some(known) => format!("export KSYUN_SECRET_KEY={}", quote(known)),
            None => "export KSYUN_SECRET_KEY=\"$KCRS_EMULATOR_SECRET_KEY\"".to_owned(),
        },
    ];
    if options.has_session_token() {
        lines.push("export KSYUN_SESSION_TOKEN=\"$KCRS_EMULATOR_SESSION_TOKEN\"".to_owned());
    }
    lines
}

/// Time that an emulator has to start.
const START: Duration = Duration::from_secs(2);

/// Fails where another program listens at the address than an emulator, and warns where none does.
fn check_listener(address: SocketAddr) -> Result<(), CliError> {
    let begun = Instant::now();
    loop {
        match is_emulator(address) {
            Ok(true) => return Ok(()),
            Ok(false) => {
                return Err(CliError::other(text!(
                    "what listens on {address} is no emulator; start one elsewhere and name it: --listen",
                    "{address} 上监听的不是模拟器；请在其他地址启动并用 --listen 指定"
                )));
            }
            Err(_) if begun.elapsed() < START => thread::sleep(START / 40),
            Err(_) => {
                output::warn(text!(
                    "nothing listens on {address} yet: `kcrs emulator` starts an emulator",
                    "{address} 上尚无监听：可用 `kcrs emulator` 启动模拟器"
                ));
                return Ok(());
            }
        }
    }
}

/// Returns whether what listens there reports the health of an emulator. Fails where nothing does.
fn is_emulator(address: SocketAddr) -> io::Result<bool> {
    let stream = TcpStream::connect_timeout(&address, START)?;
    // Whoever sends too late, cuts off or closes is no emulator.
    let response = health(stream, address).unwrap_or_default();
    Ok(response.contains("\"Strict\":"))
}

fn health(mut stream: TcpStream, address: SocketAddr) -> io::Result<String> {
    stream.set_read_timeout(Some(START))?;
    let request =
        format!("GET /_kcrs/health HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes())?;
    let mut response = String::new();
    stream.take(4096).read_to_string(&mut response)?;
    Ok(response)
}
