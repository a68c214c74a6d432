//! The manual pages.

use std::fs;
use std::process::Command;

use kcrs_generated::schema::ACTIONS;

use crate::support::{Kcrs, expect};

#[test]
fn every_command_has_a_page_that_can_be_read() {
    let kcrs = Kcrs::new();
    let folder = kcrs.home().join("share/man/man1");
    let arguments = ["man", "--out", "share/man/man1"];
    assert_eq!(kcrs.run(arguments).success(), "");
    let mut pages: Vec<_> = fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("a page").path())
        .collect();
    pages.sort();
    assert!(pages.len() > ACTIONS.len() + 10, "{pages:?}");
    let names: Vec<String> = pages
        .iter()
        .map(|path| {
            path.file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    for name in [
        "kcrs.1",
        "kcrs-create-instance.1",
        "kcrs-wait-instance-running.1",
        "kcrs-configure-list.1",
    ] {
        assert!(names.iter().any(|known| known == name), "{name}");
    }
    assert!(!names.iter().any(|name| name.contains("__")), "{names:?}");

    let text = |name: &str| fs::read_to_string(folder.join(name)).expect("a page");
    assert!(text("kcrs.1").contains("130"), "exit codes are listed");
    assert!(text("kcrs-create-instance.1").contains("\\-\\-instance\\-name"));
    assert!(!text("kcrs-create-instance.1").contains("KSYUN_SECRET_KEY="));

    let Ok(_) = Command::new("groff").arg("--version").output() else {
        return;
    };
    let groff = Command::new("groff")
        // Long values cannot be broken at the edge.
        .args([
            "-K", "utf8", "-T", "utf8", "-man", "-ww", "-W", "break", "-z",
        ])
        .args(&pages)
        .output()
        .expect("groff");
    let complaints = String::from_utf8_lossy(&groff.stderr);
    assert!(
        groff.status.success() && complaints.is_empty(),
        "{complaints}"
    );
}

#[test]
fn a_page_is_printed() {
    let kcrs = Kcrs::new();
    expect(
        "man/wait.instance-running.1",
        &kcrs.run(["man", "wait", "instance-running"]).success(),
    );
    let refusal = kcrs.run(["man", "wait", "instance-runing"]).refusal(2);
    assert_eq!(
        refusal,
        "kcrs: kcrs wait has no command `instance-runing`\n"
    );
    let chinese = kcrs
        .run(["man", "delete-instance", "--lang", "zh"])
        .success();
    assert!(chinese.contains("删除"), "{chinese}");
}

#[test]
fn a_synopsis_is_what_has_to_be_given() {
    let kcrs = Kcrs::new();
    for (arguments, synopsis) in [
        (
            &["images", "prune"][..],
            r"\fBkcrs images prune\fR [OPTIONS] \-\-instance\-id <ID>",
        ),
        (
            &["scan"],
            r"\fBkcrs scan\fR [OPTIONS] \-\-instance\-id <ID> \-\-namespace <NAME> \-\-repo\-name <NAME> <\-\-tag <TAG>|\-\-image\-id <DIGEST>>",
        ),
    ] {
        let page = kcrs.run([&["man"], arguments].concat()).success();
        let (_, rest) = page.split_once(".SH SYNOPSIS\n").expect("a synopsis");
        assert_eq!(rest.lines().next(), Some(synopsis));
    }
}
