//! The `kcrs-codegen` command.

fn main() {}
