//! Progress on stderr.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::text::Text;

/// Interval of the spinner.
const TICK: Duration = Duration::from_millis(100);
/// Time before the first count is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// Interval of counts where each is a line.
const BETWEEN_LINES: Duration = Duration::from_secs(10);

/// Progress: a line that is redrawn on a terminal, and separate lines elsewhere. It vanishes when
/// dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    what: Text,
    started: Instant,
    shown: Shown,
}

#[derive(Debug)]
enum Shown {
    /// On a terminal: none before there is something to show.
    Drawn(Option<ProgressBar>),
    /// Elsewhere: the last state, or when the last count was printed.
    Lines { last: Text, at: Option<Instant> },
}

impl Progress {
    /// Progress of `what`, such as `instance-running i-1`. Nothing is shown yet.
    pub(crate) fn new(what: Text) -> Self {
        Self {
            what,
            started: Instant::now(),
            shown: if can_redraw() {
                Shown::Drawn(None)
            } else {
                Shown::Lines {
                    last: Text::default(),
                    at: None,
                }
            },
        }
    }

    /// Shows that it has begun, before there is a state: on a terminal only.
    pub(crate) fn begin(&mut self, text: Text) {
        if let Shown::Drawn(bar) = &mut self.shown {
            draw(bar, &self.what, &text);
        }
    }

    /// Shows a state at once. Where it is no terminal, a state that is the same as before is no new
    /// line.
    pub(crate) fn state(&mut self, state: Text) {
        match &mut self.shown {
            Shown::Drawn(bar) => draw(bar, &self.what, &state),
            Shown::Lines { last, .. } if *last == state => {}
            Shown::Lines { last, .. } => {
                eprintln!("{}: {state}", self.what);
                *last = state;
            }
        }
    }

    /// Shows how many are done, of how many if that is known. Shown are counts that take a while
    /// only: after a second on a terminal, and every ten seconds elsewhere.
    pub(crate) fn count(&mut self, done: usize, of: Option<usize>) {
        let text = || match of {
            Some(of) => text!("{done} of {of}", "{done} / {of}"),
            None => Text::verbatim(done),
        };
        match &mut self.shown {
            Shown::Drawn(bar) if bar.is_some() || self.started.elapsed() >= PATIENCE => {
                draw(bar, &self.what, &text());
            }
            Shown::Drawn(_) => {}
            Shown::Lines { at, .. } => {
                if at.unwrap_or(self.started).elapsed() >= BETWEEN_LINES {
                    *at = Some(Instant::now());
                    eprintln!("{}: {}", self.what, text());
                }
            }
        }
    }

    /// Writes a line on stderr that stays.
    pub(crate) fn line(&self, line: &Text) {
        match &self.shown {
            Shown::Drawn(Some(bar)) => bar.suspend(|| eprintln!("{line}")),
            _ => eprintln!("{line}"),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Shown::Drawn(Some(bar)) = &self.shown {
            bar.finish_and_clear();
        }
    }
}

fn draw(bar: &mut Option<ProgressBar>, what: &Text, text: &Text) {
    let message = format!("{what}: {text}");
    match bar {
        Some(bar) => bar.set_message(message),
        None => {
            let style = ProgressStyle::with_template("{spinner} {elapsed:>3}  {wide_msg}")
                .expect("the template is well formed");
            let new = ProgressBar::new_spinner()
                .with_style(style)
                .with_message(message);
            new.enable_steady_tick(TICK);
            *bar = Some(new);
        }
    }
}

/// Returns whether stderr is a terminal that takes a line back.
fn can_redraw() -> bool {
    let term = std::env::var_os("TERM");
    let is_dumb = match &term {
        Some(term) => term == "dumb",
        None => cfg!(unix),
    };
    io::stderr().is_terminal() && !is_dumb
}
