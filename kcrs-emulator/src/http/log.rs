//! One line a request.

use std::fmt::Write as _;
use std::io::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

use super::record::RequestRecord;
use super::time;
use super::warning::shortened;

/// Maximum number of lines that wait for a slow reader.
const WAITING: usize = 4096;

/// Time for the last lines when the emulator stops.
const LAST_LINES: Duration = Duration::from_millis(500);

/// Writes lines on a thread of its own.
///
/// A reader that does not read (a test that started the binary and forgot its standard error) must
/// not stop the server: lines that do not fit are left out, and their number is reported later.
#[derive(Debug)]
pub(crate) struct Log {
    lines: SyncSender<String>,
    left_out: AtomicU64,
    writer: JoinHandle<()>,
}

impl Log {
    pub(crate) fn start(mut target: Box<dyn Write + Send>) -> std::io::Result<Self> {
        let (lines, received) = sync_channel::<String>(WAITING);
        let writer = std::thread::Builder::new()
            .name("kcrs-emulator-log".to_owned())
            .spawn(move || {
                for line in received {
                    // There is nowhere to report that a log cannot be written.
                    let _ = target.write_all(line.as_bytes());
                }
                let _ = target.flush();
            })?;
        Ok(Self {
            lines,
            left_out: AtomicU64::new(0),
            writer,
        })
    }

    pub(crate) fn line(&self, line: String) {
        let left_out = self.left_out.swap(0, Ordering::Relaxed);
        if left_out > 0 {
            let now = time::format(SystemTime::now());
            let notice =
                format!("time={now} level=warn message=\"lines left out\" count={left_out}\n");
            if self.lines.try_send(notice).is_err() {
                self.left_out.fetch_add(left_out, Ordering::Relaxed);
            }
        }
        if let Err(TrySendError::Full(_)) = self.lines.try_send(line) {
            self.left_out.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits a little for the lines that are still to be written.
    pub(crate) fn finish(self) {
        drop(self.lines);
        let last = Instant::now() + LAST_LINES;
        // There is no way to wait for a thread at most so long; one that cannot write would keep
        // the emulator from ending.
        while !self.writer.is_finished() && Instant::now() < last {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// The line of a request in logfmt. It has no value that a client sent, but of the names that are
/// known here.
pub(crate) fn request_line(record: &RequestRecord, peer: &str, took: Duration) -> String {
    let level = match record.status {
        Some(status) if status < 400 && record.warnings.is_empty() => "info",
        Some(status) if status >= 500 => "error",
        _ => "warn",
    };
    let mut line = format!(
        "time={} level={level} request_id={} peer={peer} method={} action={}",
        time::format(SystemTime::now()),
        record.request_id,
        quoted(&record.method),
        quoted(record.action.as_deref().unwrap_or("-")),
    );
    // Writing to a String cannot fail.
    let _ = match record.status {
        Some(status) => write!(line, " status={status}"),
        None => write!(line, " status=closed"),
    };
    if let Some(code) = &record.error_code {
        let _ = write!(line, " code={}", quoted(code));
    }
    let _ = write!(line, " took_us={}", took.as_micros());
    if let Some(access_key) = &record.access_key {
        let _ = write!(line, " access_key={}", quoted(access_key));
    }
    if record.dry_run {
        line.push_str(" dry_run=true");
    }
    if let Some(fault) = record.fault {
        let _ = write!(line, " fault={fault}");
    }
    for warning in &record.warnings {
        let text = format!("{}:{}", warning.kind().name(), warning.parameter());
        let _ = write!(line, " warning={}", quoted(&text));
    }
    line.push('\n');
    line
}

/// A value of logfmt: quoted where it is not a plain word.
fn quoted(text: &str) -> String {
    let text = shortened(text, 128);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:/()".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
        text.to_owned()
    } else {
        format!("{text:?}")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::http::warning::{Warning, WarningKind};

    #[test]
    fn a_line_is_one_line_whatever_is_in_it() {
        let mut record = RequestRecord::new(SystemTime::UNIX_EPOCH, "r-1", "GET");
        record.action = Some("Describe\nlevel=info \"x\"".to_owned());
        record.status = Some(200);
        record.warnings = vec![Warning::new(WarningKind::UnknownParameter, "a b\r\n")];
        let line = request_line(&record, "127.0.0.1:1", Duration::from_micros(7));
        assert_eq!(line.lines().count(), 1, "{line}");
        let (_, behind_time) = line.split_once(' ').expect("a time");
        assert_eq!(
            behind_time,
            "level=warn request_id=r-1 peer=127.0.0.1:1 method=GET \
             action=\"Describe\\nlevel=info \\\"x\\\"\" status=200 took_us=7 \
             warning=\"unknown-parameter:a b\\r\\n\"\n"
        );
        record.status = None;
        assert!(request_line(&record, "-", Duration::ZERO).contains(" status=closed "));
    }

    /// Does not take anything until it is opened.
    struct Gate(Arc<Mutex<Vec<u8>>>);

    impl Write for Gate {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            let mut taken = self.0.lock().map_err(|_| std::io::ErrorKind::Other)?;
            taken.extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_does_not_read_holds_nobody_up() {
        let taken = Arc::new(Mutex::new(Vec::new()));
        let log = Log::start(Box::new(Gate(Arc::clone(&taken)))).expect("a thread");
        let closed = taken.lock().expect("a gate");
        for number in 0..WAITING * 2 {
            log.line(format!("{number}\n"));
        }
        drop(closed);
        // The lines that waited are written; the next one reports those that did not.
        while log.left_out.load(Ordering::Relaxed) > 0 {
            std::thread::sleep(Duration::from_millis(1));
            log.line("next\n".to_owned());
        }
        log.finish();
        let text = String::from_utf8(taken.lock().expect("a gate").clone()).expect("text");
        assert!(text.contains("message=\"lines left out\" count="), "{text}");
        assert!(text.ends_with("next\n"));
    }
}
