//! Tables.

use comfy_table::presets::NOTHING;
use comfy_table::{ColumnConstraint, ContentArrangement, Width};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{Screen, on_one_line};

/// Spaces between two columns of a table.
const GAP: u16 = 2;

/// A table: a header, and rows of as many cells.
///
/// Columns are as wide as what is in them. Where a screen is too narrow for that, cells are broken
/// between words; where words themselves would have to be broken, every row is shown as a list of
/// its cells, so that an id can always be copied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table without rows.
    pub(crate) fn new<T: AsRef<str>>(header: impl IntoIterator<Item = T>) -> Self {
        Self {
            header: cells(header),
            rows: Vec::new(),
        }
    }

    /// A table without a header and rows.
    pub(crate) fn without_header() -> Self {
        Self::default()
    }

    /// Adds a row. Control characters are shown as escapes.
    pub(crate) fn push<T: AsRef<str>>(&mut self, row: impl IntoIterator<Item = T>) {
        self.rows.push(cells(row));
    }

    /// Returns whether there are no rows.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The table as lines that end in a newline, but for lines of a narrow screen that are longer
    /// than it no wider than that.
    pub(crate) fn render(&self, screen: Screen) -> String {
        let Some(width) = screen.width else {
            return self.columns(None, screen.color);
        };
        let total = |widths: Vec<usize>| {
            let gaps = usize::from(GAP) * widths.len().saturating_sub(1);
            gaps + widths.iter().sum::<usize>()
        };
        if total(self.widths(UnicodeWidthStr::width)) <= width {
            self.columns(None, screen.color)
        } else if total(self.widths(widest_word)) <= width {
            self.columns(Some(width), screen.color)
        } else if self.header.is_empty() {
            self.columns(None, screen.color)
        } else {
            self.records(screen)
        }
    }

    /// Returns the width of the widest unbroken piece of each column by `measure`.
    fn widths(&self, measure: fn(&str) -> usize) -> Vec<usize> {
        let mut widths = Vec::new();
        for line in [&self.header].into_iter().chain(&self.rows) {
            widths.resize(widths.len().max(line.len()), 0);
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = measure(cell).max(*width);
            }
        }
        widths
    }

    fn columns(&self, width: Option<usize>, color: bool) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(NOTHING);
        table.set_content_arrangement(match width {
            Some(_) => ContentArrangement::Dynamic,
            None => ContentArrangement::Disabled,
        });
        if let Some(width) = width {
            // The last column has a gap behind it too, which is cut off.
            let width = width + usize::from(GAP);
            table.set_width(u16::try_from(width).unwrap_or(u16::MAX));
        }
        if !self.header.is_empty() {
            table.set_header(&self.header);
        }
        table.add_rows(&self.rows);
        let words = self.widths(widest_word);
        for (column, word) in table.column_iter_mut().zip(words) {
            column.set_padding((0, GAP));
            let least = u16::try_from(word).unwrap_or(u16::MAX).saturating_add(GAP);
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
        }
        let mut text = String::new();
        for (index, line) in table.lines().enumerate() {
            let line = line.trim_end();
            // The words of a header are never broken, so it is one line.
            if index == 0 && color && !self.header.is_empty() {
                push_bold(&mut text, line);
            } else {
                text.push_str(line);
            }
            text.push('\n');
        }
        text
    }

    fn records(&self, screen: Screen) -> String {
        let widest = self.header.iter().map(|name| name.width()).max();
        let widest = widest.unwrap_or(0) + usize::from(GAP);
        let mut text = String::new();
        for (index, row) in self.rows.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            for (name, cell) in self.header.iter().zip(row) {
                let blanks = widest - name.width();
                if screen.color {
                    push_bold(&mut text, name);
                } else {
                    text.push_str(name);
                }
                if !cell.is_empty() {
                    text.push_str(&" ".repeat(blanks));
                    text.push_str(cell);
                }
                text.push('\n');
            }
        }
        text
    }
}

fn cells<T: AsRef<str>>(cells: impl IntoIterator<Item = T>) -> Vec<String> {
    cells
        .into_iter()
        .map(|cell| on_one_line(cell.as_ref()))
        .collect()
}

/// The width of the widest piece that is not to be broken. Chinese can be broken between any two
/// characters.
fn widest_word(text: &str) -> usize {
    let wide = |c: char| c.width().unwrap_or(0) > 1;
    text.split(|c: char| c.is_whitespace() || wide(c))
        .map(UnicodeWidthStr::width)
        .max()
        .unwrap_or(0)
        .max(if text.contains(wide) { 2 } else { 0 })
}

fn push_bold(text: &mut String, bold: &str) {
    let style = anstyle::Style::new().bold();
    text.push_str(&format!("{style}{bold}{style:#}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn images() -> Table {
        let mut table = Table::new(["名称", "ImageId", "Tags"]);
        table.push(["网页服务", "sha256:0123456789abcdef", "v1, latest"]);
        table.push(["api", "sha256:ff", ""]);
        table
    }

    fn plain(width: Option<usize>) -> Screen {
        Screen {
            width,
            color: false,
        }
    }

    #[test]
    fn columns_are_aligned_by_the_width_on_the_screen() {
        assert_eq!(
            images().render(plain(None)),
            "名称      ImageId                  Tags\n\
             网页服务  sha256:0123456789abcdef  v1, latest\n\
             api       sha256:ff\n"
        );
    }

    #[test]
    fn a_narrow_screen_breaks_cells_between_words() {
        let shown = images().render(plain(Some(42)));
        assert_eq!(
            shown,
            "名称      ImageId                  Tags\n\
             网页服务  sha256:0123456789abcdef  v1,\n\
             \x20                                  latest\n\
             api       sha256:ff\n"
        );
    }

    #[test]
    fn where_words_do_not_fit_rows_become_lists() {
        assert_eq!(
            images().render(plain(Some(30))),
            "名称     网页服务\n\
             ImageId  sha256:0123456789abcdef\n\
             Tags     v1, latest\n\
             \n\
             名称     api\n\
             ImageId  sha256:ff\n\
             Tags\n"
        );
    }

    #[test]
    fn no_line_is_wider_than_a_screen_that_can_hold_its_words() {
        for width in 38..60 {
            let shown = images().render(plain(Some(width)));
            assert!(
                shown.lines().all(|line| line.width() <= width),
                "{width}:\n{shown}"
            );
        }
    }

    #[test]
    fn the_header_is_bold_where_there_is_colour() {
        let screen = Screen {
            width: None,
            color: true,
        };
        let shown = images().render(screen);
        let header = shown.lines().next().unwrap();
        assert!(header.starts_with("\u{1b}[1m") && header.ends_with("\u{1b}[0m"));
        assert_eq!(shown.matches('\u{1b}').count(), 2);
    }

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let mut table = Table::without_header();
        table.push(["a\u{1b}[31m\nb"]);
        assert_eq!(table.render(plain(None)), "a\\u{1b}[31m\\nb\n");
    }
}
