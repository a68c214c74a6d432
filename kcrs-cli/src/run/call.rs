//! One call: made, shown or presigned.

use kcrs_generated::schema::{Action, StructureShape};
use kcrs_generated::{Client, Operation, Params, SERVICE};
use serde_json::Value;

use super::session::Session;
use super::wire;
use crate::args::GlobalArgs;
use crate::args::dry_run::DryRun;
use crate::error::CliError;
use crate::output;

/// A call that is to be made or shown.
#[derive(Debug)]
pub(crate) struct Call(Operation);

impl Call {
    /// A call of an action that is known.
    pub(crate) fn of(action: &'static Action, params: Params) -> Self {
        let operation = Operation::new(action.name, SERVICE.version, action.method, params);
        Self(operation.with_idempotent(action.idempotent))
    }

    pub(crate) fn new(operation: Operation) -> Self {
        Self(operation)
    }

    pub(crate) fn params(&self) -> &Params {
        self.0.params()
    }

    pub(crate) fn into_params(mut self) -> Params {
        std::mem::take(self.0.params_mut())
    }

    /// Makes the call and returns its response.
    pub(crate) fn send(self, globals: &GlobalArgs) -> Result<Value, CliError> {
        self.send_in(&Session::start(globals)?)
    }

    /// Makes the call in a session.
    pub(crate) fn send_in(self, session: &Session) -> Result<Value, CliError> {
        session.run(self.send_with(&session.client))
    }

    /// Makes the call with a client.
    pub(crate) async fn send_with(self, client: &Client) -> Result<Value, CliError> {
        Ok(client.call(self.0).await?.decode()?)
    }

    /// Shows the call on stdout without its secrets.
    pub(crate) fn show(self, format: DryRun, globals: &GlobalArgs) -> Result<(), CliError> {
        let session = Session::start(globals)?;
        let operation = self.0;
        let call = session.client.call(operation.clone());
        let request = session.run(call.signed())?;
        output::write(&match format {
            DryRun::Http => wire::request(&operation, &request),
            DryRun::Curl => {
                wire::command_line(&operation, &request, session.client.caller().region())
            }
        })
    }

    /// Prints a URL that makes the call.
    pub(crate) fn presign(self, globals: &GlobalArgs) -> Result<(), CliError> {
        let session = Session::start(globals)?;
        let call = session.client.call(self.0);
        let url = session.run(call.presigned())?;
        output::write(&format!("{}\n", url.as_str()))
    }
}

/// A member of a structure in a response, under any of its names, with the name that it has there.
pub(crate) fn member_of<'v>(
    shape: &StructureShape,
    structure: &'v Value,
    name: &str,
) -> Option<(&'v str, &'v Value)> {
    shape.member(name)?.find_in(structure.as_object()?)
}

#[cfg(test)]
mod tests {
    use kcrs_generated::schema::{Docs, Member, Presence, Shape, StructureShape};
    use serde_json::json;

    use super::*;

    #[test]
    fn an_item_list_is_found_under_an_alias_too() {
        static OUTPUT: StructureShape = StructureShape::new(
            "Output",
            Docs::NONE,
            &[Member::new(
                "ImageSet",
                "image_set",
                &Shape::List(&Shape::Text),
                Presence::Essential,
            )
            .aliases(&["imageSet"])],
        );
        for name in ["ImageSet", "imageSet"] {
            let response = json!({name: ["a"]});
            let found = member_of(&OUTPUT, &response, "ImageSet");
            assert_eq!(found, Some((name, &json!(["a"]))));
        }
    }
}
