//! The API as data: actions, their parameters and outputs, with their rules and texts.
//!
//! Command lines and documentation are built from it. It consists of constants only, so a program
//! that does not name it does not contain its texts.

mod action;
mod constraints;
mod docs;
mod names;
mod shape;
mod waiter;

#[cfg(feature = "server")]
pub use action::Example;
pub use action::{Action, CompletedBy, Completion, Paging};
#[doc(hidden)]
pub use constraints::CompiledPattern;
pub use constraints::{Condition, Constraints, Length, LengthUnit, Pattern};
pub use docs::Docs;
pub use names::Step;
pub use shape::{EnumShape, EnumValue, Member, Presence, Reflect, Shape, StructureShape};
pub use waiter::{Outcome, Waiter};
