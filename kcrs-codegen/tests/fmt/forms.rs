//! The forms, one by one.

use kcrs_codegen::fmt::{FileKind, format};

use super::specs;

#[test]
fn both_specs_are_formatted() {
    for (path, text) in specs() {
        let formatted = format(FileKind::of_path(&path), &text);
        let formatted = formatted.unwrap_or_else(|refusal| panic!("{}: {refusal}", path.display()));
        assert!(
            formatted == text,
            "{} is not formatted: run `cargo run -p kcrs-codegen fmt spec tests/second_api/spec`",
            path.display()
        );
    }
}

/// What a form is about, a text, and its canonical form.
const FORMS: &[(&str, &str, &str)] = &[
    (
        "keys take their order, entries keep theirs",
        "actions:
  B:
    zh: 乙
    methods: [GET]
    example: {response: \"{}\", request: \"http://a/?Action=B\"}
    request:
      Y: {zh: 二, en: Two, type: String, required: true}
      X: {sensitive: true, name: x, type: Secret, en: One, zh: 一}
    en: B
  A: {zh: 甲, en: A}
chapter: {zh: 章, en: C, order: 1}
",
        "chapter: {order: 1, en: C, zh: 章}

actions:
  B:
    en: B
    zh: 乙
    methods: [GET]
    request:
      Y: {type: String, required: true, en: Two, zh: 二}
      X: {type: Secret, name: x, sensitive: true, en: One, zh: 一}
    example:
      request: \"http://a/?Action=B\"
      response: \"{}\"

  A:
    en: A
    zh: 甲
",
    ),
    (
        "unknown keys come last, in their order",
        "zoo: 1\nants: 2\nchapter: {order: 1, colour: red, en: a, zh: b}\n",
        "chapter: {order: 1, en: a, zh: b, colour: red}\nzoo: 1\nants: 2\n",
    ),
    (
        "a short form where a mapping says only that",
        "actions:
  A:
    request: {X: {required: true}, Y: {\"required\": False}, Z: {required: true, en: z}}
    response:
      X: {essential: true}
      Y: {nullable: true}  # why
      Z: {essential: false}
      W:
        # It must be there.
        essential: true
",
        "actions:
  A:
    request:
      X: required
      Y: optional
      Z: {required: true, en: z}
    response:
      X: essential
      Y: nullable  # why
      Z: {essential: false}
      W:
        # It must be there.
        essential: true
",
    ),
    (
        "no short form among members: which definition it means is said elsewhere",
        "types:\n  T:\n    members: {X: {required: true}}\n",
        "types:\n  T:\n    members:\n      X: {required: true}\n",
    ),
    (
        "quotes only where needed, and of one kind",
        "a: 'it''s'\nb: 'a: b'\nc: \"plain\"\nd: 'yes'\n'e': \"1\"\n\"1\": 'x # y'\nf: [\"a\", 'b, c', \"d]\"]\ng: \"tab\\there\"\n",
        "a: it's\nb: \"a: b\"\nc: plain\nd: \"yes\"\ne: \"1\"\n\"1\": \"x # y\"\nf: [a, \"b, c\", \"d]\"]\ng: \"tab\\there\"\n",
    ),
    (
        "what other readers take for a number, a time or a Boolean is quoted",
        "a: 2024-02-01\nb: 12:30\nc: on\nd: 1..9\ne: 5s\n",
        "a: \"2024-02-01\"\nb: \"12:30\"\nc: \"on\"\nd: 1..9\ne: 5s\n",
    ),
    (
        "texts of the wire are always quoted",
        "chapter: {order: 1, en: a, zh: b}\nactions:\n  A:\n    request: {X: {type: String, pattern: a+, pattern_says: {en: a, zh: a}}}\n    example:\n      request: http://a/?Action=A\n      response: '{}'\n",
        "chapter: {order: 1, en: a, zh: b}\n\nactions:\n  A:\n    request:\n      X: {type: String, pattern: \"a+\", pattern_says: {en: a, zh: a}}\n    example:\n      request: \"http://a/?Action=A\"\n      response: \"{}\"\n",
    ),
    (
        "numbers, Booleans and null",
        "a: True\nb: ~\nc:\nd: 0x1F\ne: [NULL, FALSE, 1.50]\nf: {g: , h}\n",
        "a: true\nb: null\nc:\nd: 0x1F\ne: [null, false, 1.50]\nf: {g, h}\n",
    ),
    (
        "one line where it fits, a block where it does not",
        "a:\n  b: 1\n  c:\n    - x\n    - y\nd: {e: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, f: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, g: ccccccccccccccccccccccccccccccc}\nh: {e: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, f: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, g: cccccccccccccccccccccc}\n",
        "a: {b: 1, c: [x, y]}\n\nd:\n  e: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n  f: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n  g: ccccccccccccccccccccccccccccccc\n\nh: {e: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, f: bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, g: cccccccccccccccccccccc}\n",
    ),
    (
        "a wide character takes two columns",
        "a: {b: 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十, c: 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十}\n",
        "a:\n  b: 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\n  c: 一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\n",
    ),
    (
        "empty collections",
        "a: {   }\nb: [\n]\nactions: {}\n",
        "actions: {}\na: {}\nb: []\n",
    ),
    (
        "two spaces a level, and lists inside their key",
        "types:\n     T:\n          en: a\n          values:\n                 x: {en: b}\nerrors_:\n- # first\n  a: 1\n- b\n-   - c   # d\n    - e\n",
        "types:\n  T:\n    en: a\n    values:\n      x: {en: b}\n\nerrors_:\n  - {a: 1}  # first\n  - b\n  - - c  # d\n    - e\n",
    ),
    (
        "empty lines between what takes several lines, and nowhere else",
        "service: a\n\n\nversion: \"1\"\nparameters:\n\n  A: {type: String, en: a, zh: a}\n  B: {type: String, en: b, zh: b}\n  # About C.\n  C: {type: String, en: c, zh: c}\n\n\n  D: {type: String, en: d, zh: d}\ntypes:\n  T:\n\n    en: t\n\n    zh: t\n    values: {x: {en: x, zh: x}}\n",
        "service: a\nversion: \"1\"\n\nparameters:\n  A: {type: String, en: a, zh: a}\n  B: {type: String, en: b, zh: b}\n\n  # About C.\n  C: {type: String, en: c, zh: c}\n\n  D: {type: String, en: d, zh: d}\n\ntypes:\n  T:\n    en: t\n    zh: t\n    values:\n      x: {en: x, zh: x}\n",
    ),
    (
        "lines may end with a carriage return alone",
        "a: b\r# c\rd: e\r",
        "a: b\n\n# c\nd: e\n",
    ),
    (
        "line ends, white space at the end of lines and of the file, a byte order mark",
        "\u{feff}a: b  \r\n# c\t \r\nd: e\t# f \r\n\r\n\r\n",
        "a: b\n\n# c\nd: e  # f\n",
    ),
    ("a final line break", "a: b", "a: b\n"),
    (
        "comments stay with their nodes",
        "# header\n\n# above a\na: # behind a\n    # above b\n    b: 1     # behind b\n    # at the end of a\n# above c\nc: {d: 1, # behind d\n  # above e\n  e: 2\n  # at the end of c\n} # behind c\nf:\n- x # behind x\n  # at the end of f\n# above g\ng: 1\n  # above h, by chance indented\nh: 1\n\n# at the end of the file\n",
        "# header\n\n# above a\na:  # behind a\n  # above b\n  b: 1  # behind b\n  # at the end of a\n\n# above c\nc:  # behind c\n  d: 1  # behind d\n  # above e\n  e: 2\n  # at the end of c\n\nf:\n  - x  # behind x\n  # at the end of f\n\n# above g\ng: 1\n\n# above h, by chance indented\nh: 1\n\n# at the end of the file\n",
    ),
    (
        "comments go with keys that move, the header stays",
        "# yaml-language-server: $schema=x.json\n# About actions.\nactions: {}  # none\n# About the chapter.\nchapter:\n  # The title.\n  en: a\n  # The place.\n  order: 1\n",
        "# yaml-language-server: $schema=x.json\n# About the chapter.\nchapter:\n  # The place.\n  order: 1\n  # The title.\n  en: a\n\n# About actions.\nactions: {}  # none\n",
    ),
    (
        "paragraphs of comments stay apart",
        "a:\n  b: 1\n  # One.\n\n\n  # Two.\n\n  c: 2\n",
        "a:\n  b: 1\n  # One.\n\n  # Two.\n\n  c: 2\n",
    ),
    (
        "texts over several lines keep every byte",
        "a: |   # why\n     x\n       y \n\n     z\n\n\nb: |-\n x\nc: |2\n   x\nd: >\n  one\n  two\n\n  three\ne: |+\n  x\n\nf: |\n",
        "a: |  # why\n  x\n    y \n\n  z\n\nb: |-\n  x\n\nc: |2\n   x\n\nd: >\n  one\n  two\n\n  three\n\ne: \"x\\n\\n\"\nf: \"\"\n",
    ),
    (
        "a text that goes on in the next line is one line",
        "a: one\n  two\n\n  three\nb: \"one\n  two \\\n  three\"\nc: 'one\n\n  two'\nd: [one\n  two, three]\n",
        "a: \"one two\\nthree\"\nb: one two three\nc: \"one\\ntwo\"\nd: [one two, three]\n",
    ),
    (
        "a value in the line below its key",
        "a:\n  b\nc:\n  \"d\"  # e\nf:\n  {g: 1}\n",
        "a: b\nc: d  # e\nf: {g: 1}\n",
    ),
    (
        "a list of structures",
        "errors:\n- {name: A, code: a, message: m, status: 400, class: client, en: a, zh: a}\n-\n  # About the name.\n  name: B\n# About C.\n- name: C\n",
        "errors:\n  - name: A\n    code: a\n    message: \"m\"\n    status: 400\n    class: client\n    en: a\n    zh: a\n\n  -\n    # About the name.\n    name: B\n\n  # About C.\n  - name: C\n",
    ),
];

fn kind_of(text: &str) -> FileKind {
    FileKind::of_text(text)
}

#[test]
fn every_text_has_one_form() {
    for (about, text, expected) in FORMS {
        let kind = kind_of(text);
        let formatted = format(kind, text).unwrap_or_else(|refusal| panic!("{about}: {refusal}"));
        assert_eq!(formatted, *expected, "{about}");
        assert_eq!(format(kind, expected).unwrap(), *expected, "{about}, again");
    }
}

/// A text, and where and why it is refused.
const REFUSED: &[(&str, &str)] = &[
    ("", "1:1: the file is empty"),
    ("# only this\n", "2:1: the file is empty"),
    ("- a\n", "1:1: a file of a spec is a mapping"),
    ("text\n", "1:1: a file of a spec is a mapping"),
    ("{a: 1}\n", "1:1: a file of a spec is a mapping"),
    (
        "a: &x 1\nb: *x\n",
        "1:4: anchors (`&name`) are not part of the format",
    ),
    (
        "a: {b: &x 1}\nb: *x\n",
        "1:8: anchors (`&name`) are not part of the format",
    ),
    (
        "a: !t 1\n",
        "1:4: tags (`!name`) are not part of the format",
    ),
    (
        "a: [!t 1]\n",
        "1:5: tags (`!name`) are not part of the format",
    ),
    (
        "a: {x: 1}\nb:\n  <<: {y: 2}\n",
        "3:3: merge keys (`<<`) are not part of the format",
    ),
    (
        "b: {<<: {y: 2}}\n",
        "1:5: merge keys (`<<`) are not part of the format",
    ),
    (
        "? a\n: b\n",
        "1:1: keys that begin with `?` are not part of the format",
    ),
    (
        "a: {? b : c}\n",
        "1:5: keys that begin with `?` are not part of the format",
    ),
    (
        "---\na: 1\n",
        "1:1: marks of documents (`---`, `...`, `%`) are not part of the format",
    ),
    (
        "a: 1\n---\nb: 1\n",
        "2:1: marks of documents (`---`, `...`, `%`) are not part of the format",
    ),
    (
        "a: 1\n...\n",
        "2:1: marks of documents (`---`, `...`, `%`) are not part of the format",
    ),
    ("a: 1\nb: 2\na: 3\n", "duplicate entry with key \"a\""),
    ("a: [b: c]\n", "1:6: a key among the items of a list"),
    ("a: {[b]: c}\n", "1:5: a collection cannot be a key"),
    ("[b]: c\n", "1:1: a file of a spec is a mapping"),
    (
        "a:\n  # why\n  b\n",
        "a comment between a key and its value, above this line",
    ),
    (
        "a: {b: # why\n  c}\n",
        "1:8: a comment between a key and its value",
    ),
    (
        "a: { # why\n}\n",
        "2:2: a comment in brackets that hold nothing else",
    ),
    (
        "a: >+\n  b\n\nc: d\n",
        "1:4: a folded text (`>+`) that keeps empty lines at its end",
    ),
    (
        "a: \"\u{85}\"\n",
        "1:5: the character U+0085 cannot stand here as it is",
    ),
    (
        "a: b: c\n",
        "1:5: this is not YAML: mapping values are not allowed in this context",
    ),
    (
        "a: [b\n",
        "this is not YAML: did not find expected ',' or ']'",
    ),
    (
        "a: 1\n\tb: 2\n",
        "2:1: this is not YAML: found a tab character that violates indentation",
    ),
    (
        "a: \"b\n",
        "this is not YAML: found unexpected end of stream",
    ),
];

#[test]
fn what_cannot_be_kept_is_refused_with_its_place() {
    for (text, expected) in REFUSED {
        let refusal = format(kind_of(text), text).expect_err(text);
        let place = &refusal.primary;
        let refusal = format!("{}:{}: {}", place.line, place.column, refusal.message);
        assert!(refusal.contains(expected), "{text:?}: {refusal}");
    }
    let deep = format!("a: {}{}\n", "[".repeat(100), "]".repeat(100));
    let refusal = format(FileKind::Chapter, &deep).unwrap_err().to_string();
    assert!(
        refusal.contains("more than 64 collections in each other"),
        "{refusal}"
    );
}
