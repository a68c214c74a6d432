//! Prints tokens as Rust that reads as if written by hand.
//!
//! Documentation is two thirds of the generated text, and parsing tokens is the slowest step. So
//! tokens have short marks in place of doc comments and of texts of examples; the printed code gets
//! the texts, when the indentation is known too.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::parse::{ParseStream, Parser};

use crate::model::Docs;

/// Texts for which tokens have marks.
#[derive(Debug, Default)]
pub(crate) struct Texts {
    texts: Vec<Text>,
}

#[derive(Debug)]
enum Text {
    /// English, which is wrapped, and Chinese, which has no spaces to wrap at; then lines as they
    /// are. An empty line goes between them.
    Docs(Docs, Vec<String>),
    Raw(String),
}

impl Texts {
    /// The attribute for a doc comment.
    pub(crate) fn docs(&mut self, docs: Docs, lines: Vec<String>) -> TokenStream {
        let mark = format!("@{}", self.texts.len());
        self.texts.push(Text::Docs(docs, lines));
        quote!(#[doc = #mark])
    }

    /// A string literal over as many lines as the text has.
    pub(crate) fn raw(&mut self, text: &str) -> Literal {
        // Written by hand because quote has no raw strings. Patterns are raw only when they have a
        // backslash. Long enough to get a line of its own.
        let mark = format!("r\"@{:<80}\"", self.texts.len());
        self.texts.push(Text::Raw(text.to_owned()));
        mark.parse().unwrap_or_else(|_| Literal::string(text))
    }
}

/// Formats a file.
///
/// # Errors
///
/// When the tokens do not parse, which is a bug of an emitter.
pub(crate) fn format(header: &str, tokens: TokenStream, texts: &Texts) -> Result<String, String> {
    let code = pretty.parse2(tokens).map_err(|error| error.to_string())?;
    Ok(finish(header, &code, texts))
}

/// Prints items one by one: the trees of a whole file take many times the memory of its text, and
/// the time to fill it.
fn pretty(input: ParseStream<'_>) -> syn::Result<String> {
    let mut code = String::new();
    while !input.is_empty() {
        match input.parse()? {
            // prettyplease leaves what is within a macro as it is.
            syn::Item::Macro(item) if item.mac.path.is_ident("open_enum") => {
                let body = item.mac.parse_body_with(pretty)?.replace('\n', "\n    ");
                code.push_str(&format!("open_enum! {{\n    {}\n}}\n", body.trim_end()));
            }
            item => code.push_str(&prettyplease::unparse(&syn::File {
                shebang: None,
                frontmatter: None,
                attrs: Vec::new(),
                items: vec![item],
            })),
        }
    }
    Ok(code)
}

const WIDTH: usize = 96;

fn finish(header: &str, code: &str, texts: &Texts) -> String {
    let mut out = String::with_capacity(code.len() * 3);
    out.push_str(header);
    let mut blocks = Blocks::default();
    for line in code.lines() {
        let body = line.trim_start();
        let indent = &line[..line.len() - body.len()];
        if blocks.need_blank_line(body) {
            out.push('\n');
        }
        blocks.pass(body);
        if let Some(Text::Docs(docs, lines)) =
            body.strip_prefix("///@").and_then(|mark| texts.get(mark))
        {
            write_docs(&mut out, indent, docs, lines);
            continue;
        }
        out.push_str(indent);
        match body {
            // prettyplease takes the bound of a range in an attribute for an operand.
            body if body.starts_with("#[wire(") && body.contains("..= ") => {
                out.push_str(&body.replace("..= ", "..="))
            }
            body => write_code(&mut out, body, texts),
        }
        out.push('\n');
    }
    out
}

/// The braces that are open at a line, and the kind of the previous line.
#[derive(Debug, Default)]
struct Blocks {
    /// For each open brace whether it holds items, fields, variants or methods.
    open: Vec<bool>,
    previous: Previous,
}

/// The kind of the previous line.
#[derive(Debug, Default, PartialEq)]
enum Previous {
    /// Any other line, which no blank line follows.
    #[default]
    Open,
    /// The end of an item, a field or a variant.
    End,
    /// The end of a `use`.
    Use,
}

impl Blocks {
    fn need_blank_line(&self, body: &str) -> bool {
        let in_items = self.open.last().is_none_or(|holds_items| *holds_items);
        match self.previous {
            Previous::Open => false,
            Previous::End => in_items && is_start(body),
            Previous::Use => !body.starts_with("use ") && !body.starts_with("pub use "),
        }
    }

    fn pass(&mut self, body: &str) {
        let is_use = body.starts_with("use ") || body.starts_with("pub use ");
        if body.starts_with('}') {
            self.open.pop();
        }
        let is_doc = body.starts_with("///");
        let is_attribute = body.starts_with("#[") || body.starts_with(")]");
        if body.ends_with('{') && !is_doc {
            let is_container = [
                "struct ",
                "enum ",
                "trait ",
                "impl ",
                "impl<",
                "mod ",
                "union ",
                "open_enum!",
            ]
            .iter()
            .any(|word| {
                body.starts_with(word)
                    || body
                        .strip_prefix("pub ")
                        .is_some_and(|body| body.starts_with(word))
            });
            self.open.push(is_container);
        }
        self.previous = if is_use && body.ends_with(';') {
            Previous::Use
        } else if !is_doc && !is_attribute && body.ends_with(['}', ',', ';']) {
            Previous::End
        } else {
            Previous::Open
        };
    }
}

fn is_start(body: &str) -> bool {
    [
        "///",
        "#[",
        "pub ",
        "fn ",
        "async fn ",
        "const ",
        "static ",
        "impl ",
        "impl<",
        "struct ",
        "enum ",
        "mod ",
        "trait ",
        "open_enum!",
    ]
    .iter()
    .any(|start| body.starts_with(start))
}

impl Texts {
    fn get(&self, mark: &str) -> Option<&Text> {
        self.texts.get(mark.trim_end().parse::<usize>().ok()?)
    }
}

fn write_docs(out: &mut String, indent: &str, docs: &Docs, lines: &[String]) {
    let mut line = |text: &str| {
        let space = if text.is_empty() { "" } else { " " };
        out.push_str(&format!("{indent}///{space}{text}\n"));
    };
    wrap(&docs.en, WIDTH - indent.len() - "/// ".len(), &mut line);
    line("");
    line(&docs.zh);
    if !lines.is_empty() {
        line("");
        lines.iter().for_each(|text| line(text));
    }
}

/// Gives a text line by line. A word that Markdown would take for the start of something never
/// begins a line.
fn wrap(text: &str, width: usize, line: &mut impl FnMut(&str)) {
    let mut start = 0;
    let mut end = 0;
    let mut columns = 0;
    for word in text.split_ascii_whitespace() {
        let offset = word.as_ptr() as usize - text.as_ptr() as usize;
        let length = word.chars().count();
        if end > start && columns + 1 + length > width && !is_markup(word) {
            line(&text[start..end]);
            start = offset;
            columns = length;
        } else {
            if end == start {
                start = offset;
            } else {
                columns += 1;
            }
            columns += length;
        }
        end = offset + word.len();
    }
    if end > start {
        line(&text[start..end]);
    }
}

fn is_markup(word: &str) -> bool {
    let number = word.trim_end_matches(['.', ')']);
    matches!(
        word.as_bytes().first(),
        Some(b'-' | b'+' | b'*' | b'#' | b'>' | b'=' | b'|')
    ) || (number.len() < word.len() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn write_code(out: &mut String, body: &str, texts: &Texts) {
    let mut rest = body;
    while let Some(start) = rest.find("r\"@") {
        let after = &rest[start + 3..];
        let Some(length) = after.find('"') else { break };
        out.push_str(&rest[..start]);
        match texts.get(&after[..length]) {
            Some(Text::Raw(text)) => write_raw(out, text),
            _ => out.push_str(&rest[start..start + 3 + length + 1]),
        }
        rest = &after[length + 1..];
    }
    out.push_str(rest);
}

fn write_raw(out: &mut String, text: &str) {
    // As many `#` as no quote in the text is followed by.
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let needed = text.contains(['"', '\\']);
    let hashes = if needed { hashes.as_str() } else { "" };
    let prefix = if needed { "r" } else { "" };
    out.push_str(&format!("{prefix}{hashes}\"{text}\"{hashes}"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        wrap(text, width, &mut |line| lines.push(line.to_owned()));
        lines
    }

    #[test]
    fn wraps_at_words() {
        assert_eq!(lines("one two  three", 7), ["one two", "three"]);
        assert_eq!(lines("a-long-word b", 3), ["a-long-word", "b"]);
        assert_eq!(lines("", 3), [""; 0]);
        assert_eq!(lines("aaa - bbb", 4), ["aaa -", "bbb"]);
        assert_eq!(lines("aaa 12. bbb", 4), ["aaa 12.", "bbb"]);
    }

    #[test]
    fn sets_items_apart_and_puts_texts_in() {
        let mut texts = Texts::default();
        let sample = vec!["```".to_owned(), "Thing".to_owned(), "```".to_owned()];
        let struct_docs = texts.docs(Docs::new("A thing.", "一物。"), sample);
        let field_docs = texts.docs(Docs::new("A field.", "一项。"), Vec::new());
        let raw = texts.raw("{\n  \"a\": \"#\"\n}");
        let inner = quote!(pub enum E { A = "a", #field_docs B = "b" });
        let tokens = quote! {
            use a::b;
            use c::d;
            #struct_docs
            pub struct Thing { #field_docs pub a: i64, #field_docs pub b: i64 }
            open_enum! { #inner }
            impl Thing {
                fn one() { let a = 1; #[cfg(x)] let a = 2; a }
                fn two() -> &'static str { #raw }
            }
            const C: u8 = { let a = 1; #[cfg(feature = "x")] let a = 2; a };
            const D: u8 = 1;
        };
        let expected = "\
// Header.
use a::b;
use c::d;

/// A thing.
///
/// 一物。
///
/// ```
/// Thing
/// ```
pub struct Thing {
    /// A field.
    ///
    /// 一项。
    pub a: i64,

    /// A field.
    ///
    /// 一项。
    pub b: i64,
}

open_enum! {
    pub enum E {
        A = \"a\",

        /// A field.
        ///
        /// 一项。
        B = \"b\",
    }
}

impl Thing {
    fn one() {
        let a = 1;
        #[cfg(x)]
        let a = 2;
        a
    }

    fn two() -> &'static str {
        r##\"{
  \"a\": \"#\"
}\"##
    }
}

const C: u8 = {
    let a = 1;
    #[cfg(feature = \"x\")]
    let a = 2;
    a
};

const D: u8 = 1;
";
        assert_eq!(format("// Header.\n", tokens, &texts).unwrap(), expected);
    }

    #[test]
    fn tokens_that_are_no_rust_are_an_error() {
        assert!(format("", quote!(struct struct), &Texts::default()).is_err());
    }
}
