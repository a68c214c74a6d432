//! Protects the agreement of the generated client and the emulator over real sockets, for all
//! actions in all signature forms. The emulator's own rules are tested in its crate.

mod every_action;
mod life;
