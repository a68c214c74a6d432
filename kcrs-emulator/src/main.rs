//! `kcrs-emulator`: the emulator as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    kcrs_emulator::program::main()
}
