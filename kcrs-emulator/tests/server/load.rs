//! The load of the bench for a second.

use std::time::Duration;

use crate::soak::soak;
use crate::support::Program;

#[test]
fn sixty_four_connections_read_and_write_at_once() {
    let program = Program::start(&[]);
    let measured = soak(program.address(), Duration::from_secs(1));
    let memory = program.memory("VmHWM").unwrap_or_default();
    eprintln!(
        "{} requests in {:?}, at most {memory} KiB of memory",
        measured.requests, measured.took
    );
    assert!(measured.requests > 64, "{}", measured.requests);
    assert!(memory < 256 * 1024, "{memory} KiB");
    program.signal("TERM");
    let (status, log) = program.wait();
    assert!(status.success() && !log.contains("level=error"));
}
