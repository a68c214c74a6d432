//! Protects what the generator makes: the code as committed, what it means to programs that use it
//! when the spec changes, and that writing and reading parameters are inverse for every action.

mod golden;
mod guide;
mod names;
mod properties;
mod verdicts;
