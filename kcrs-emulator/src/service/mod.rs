//! The service: the actions over the state, one file for each chapter of the API.

mod endpoints;
mod examples;
mod images;
mod instances;
mod namespaces;
mod options;
mod repositories;
mod seed;
mod tokens;
mod triggers;

#[cfg(test)]
mod tests;

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use kcrs_generated::actions::*;
use kcrs_generated::server::{Context, Kcrs, ServerError};

use crate::state::{Calls, Delivery, Instance, Moment, Page, Paged, State, StateError, Tx};
use crate::store::Store;
use crate::webhooks::Webhooks;

pub use examples::ExampleAnswers;
pub use images::{ImagePush, PushedImage};
pub use options::RegistryOptions;
pub use seed::{Seed, SeedError};

/// The registry service with all that it knows: instances, tokens, namespaces, images and the rest.
///
/// It implements every action of the API. A clone is another handle of the same service. What
/// depends on time, such as an instance that is Creating, follows the time that each request brings
/// along.
///
/// Where the document is silent, it does this:
///
/// - Deleting the last tag of an image leaves the image, untagged, until it is deleted by its id.
///   Pushing a tag that another image has moves it. Deleting a tag fires no trigger, deleting a
///   repository fires them for each image.
/// - Instances, tokens, images, triggers and logs are listed newest first, everything else oldest
///   first, as in the document's examples.
/// - The new lifetime that ModifyInstanceTokenInformation gives a token counts from that call.
/// - An instance makes nothing (namespaces, tokens, endpoints, images, triggers) unless it is
///   Running.
/// - A scan finds what the seed or the push says that the image has; by default, nothing.
#[derive(Clone)]
pub struct Registry {
    shared: Arc<Shared>,
    /// Whether this handle only asks what would happen.
    rehearsal: bool,
}

struct Shared {
    // Dropped in this order: deliveries end before the state that they are noted in.
    webhooks: Webhooks,
    state: Arc<State>,
    settle: Duration,
    seed: Option<Seed>,
}

impl Registry {
    /// Opens a service. A seed is applied unless the data file has been in use before.
    ///
    /// # Errors
    ///
    /// Fails when the data file cannot be opened or is in use, and when the seed is against a rule
    /// of the API.
    pub fn open(options: RegistryOptions, now: SystemTime) -> io::Result<Self> {
        let store = match &options.data {
            Some(path) => Some(Store::open(path)?),
            None => None,
        };
        let is_new = store.as_ref().is_none_or(|(_, kept)| kept.is_new);
        let state = State::new(options.id_seed, options.quotas, store)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let state = Arc::new(state);
        let registry = Self {
            shared: Arc::new(Shared {
                webhooks: Webhooks::new(options.webhook_targets, Arc::clone(&state)),
                state,
                settle: options.settle,
                seed: options.seed,
            }),
            rehearsal: false,
        };
        if is_new {
            registry.reset(now)?;
        }
        Ok(registry)
    }

    /// Forgets everything, in the data file too, and applies the seed again.
    ///
    /// # Errors
    ///
    /// Fails when the data file cannot be written.
    pub fn reset(&self, now: SystemTime) -> io::Result<()> {
        // What a seed has is there at once.
        let calls = Calls {
            now: now.into(),
            settle: Duration::ZERO,
            rehearsal: false,
        };
        let seed = self.shared.seed.as_ref();
        let replaced = self.shared.state.replace(calls, |tx| match seed {
            Some(seed) => seed.build(tx),
            None => Ok(Vec::new()),
        });
        replaced
            .and_then(|ticket| Ok(ticket.wait_blocking().map_err(StateError::from)?))
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// A handle that answers each action as this one would, and changes nothing: neither state nor
    /// file, and no trigger fires.
    #[must_use]
    pub fn rehearsal(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            rehearsal: true,
        }
    }

    /// Waits until no webhook is being delivered, but no longer than this. Says whether that is so.
    #[must_use]
    pub fn wait_for_webhooks(&self, at_most: Duration) -> bool {
        self.shared.webhooks.wait(at_most)
    }

    fn calls(&self, time: SystemTime) -> Calls {
        Calls {
            now: time.into(),
            settle: self.shared.settle,
            rehearsal: self.rehearsal,
        }
    }

    /// Looks at an instance; an error where there is none.
    fn look<T>(
        &self,
        context: &Context,
        instance_id: &str,
        look: impl FnOnce(&Instance, Moment) -> Result<T, StateError>,
    ) -> Result<T, StateError> {
        let now = context.time().into();
        let state = &self.shared.state;
        state.look(instance_id, now, |instance| look(instance, now))
    }

    /// Lists what is in an instance; nothing where that is not there.
    fn list<T>(
        &self,
        context: &Context,
        instance_id: &str,
        page: Page,
        list: impl FnOnce(&Instance, Page) -> Result<Paged<T>, StateError>,
    ) -> Result<Paged<T>, ServerError> {
        match self.look(context, instance_id, |instance, _| list(instance, page)) {
            Err(StateError::NotFound(..)) => Ok(page.of_none()),
            listed => Ok(listed?),
        }
    }

    /// Changes an instance, and waits until that is kept.
    async fn change<T>(
        &self,
        time: SystemTime,
        instance_id: &str,
        change: impl FnOnce(&mut Instance, &mut Tx<'_>) -> Result<T, StateError> + Send,
    ) -> Result<T, ServerError> {
        let (result, ticket) = self
            .shared
            .state
            .change(instance_id, self.calls(time), change)?;
        ticket.wait().await.map_err(StateError::from)?;
        Ok(result)
    }

    /// Changes an instance, waits until that is kept, and has delivered what triggers deliver for
    /// it.
    async fn change_and_fire<T>(
        &self,
        time: SystemTime,
        instance_id: &str,
        change: impl FnOnce(&mut Instance, &mut Tx<'_>) -> Result<(T, Vec<Delivery>), StateError> + Send,
    ) -> Result<T, ServerError> {
        let (result, deliveries) = self.change(time, instance_id, change).await?;
        if !self.rehearsal {
            self.shared.webhooks.deliver(deliveries);
        }
        Ok(result)
    }
}

/// Shows nothing of what it holds: there are passwords in it.
impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("rehearsal", &self.rehearsal)
            .finish_non_exhaustive()
    }
}

macro_rules! actions {
    ($($action:ident($request:ident) -> $output:ident = $chapter:ident::$function:ident;)*) => {
        impl Kcrs for Registry {
            $(
                async fn $action(
                    &self,
                    context: &Context,
                    request: $request,
                ) -> Result<$output, ServerError> {
                    $chapter::$function(self, context, request).await
                }
            )*
        }
    };
}

actions! {
    create_instance(CreateInstance) -> CreateInstanceOutput = instances::create;
    describe_instance(DescribeInstance) -> DescribeInstanceOutput = instances::describe;
    describe_instance_usage(DescribeInstanceUsage) -> DescribeInstanceUsageOutput = instances::describe_usage;
    delete_instance(DeleteInstance) -> DeleteInstanceOutput = instances::delete;

    create_instance_token(CreateInstanceToken) -> CreateInstanceTokenOutput = tokens::create;
    modify_instance_token_status(ModifyInstanceTokenStatus) -> ModifyInstanceTokenStatusOutput = tokens::modify_status;
    modify_instance_token_information(ModifyInstanceTokenInformation) -> ModifyInstanceTokenInformationOutput = tokens::modify_information;
    describe_instance_token(DescribeInstanceToken) -> DescribeInstanceTokenOutput = tokens::describe;
    delete_instance_token(DeleteInstanceToken) -> DeleteInstanceTokenOutput = tokens::delete;

    create_internal_endpoint(CreateInternalEndpoint) -> CreateInternalEndpointOutput = endpoints::create;
    describe_internal_endpoint(DescribeInternalEndpoint) -> DescribeInternalEndpointOutput = endpoints::describe;
    delete_internal_endpoint(DeleteInternalEndpoint) -> DeleteInternalEndpointOutput = endpoints::delete;
    create_internal_endpoint_dns(CreateInternalEndpointDns) -> CreateInternalEndpointDnsOutput = endpoints::create_dns;
    describe_internal_endpoint_dns(DescribeInternalEndpointDns) -> DescribeInternalEndpointDnsOutput = endpoints::describe_dns;
    delete_internal_endpoint_dns(DeleteInternalEndpointDns) -> DeleteInternalEndpointDnsOutput = endpoints::delete_dns;

    create_namespace(CreateNamespace) -> CreateNamespaceOutput = namespaces::create;
    describe_namespace(DescribeNamespace) -> DescribeNamespaceOutput = namespaces::describe;
    modify_namespace_type(ModifyNamespaceType) -> ModifyNamespaceTypeOutput = namespaces::modify_type;
    describe_namespace_exist(DescribeNamespaceExist) -> DescribeNamespaceExistOutput = namespaces::describe_exist;
    delete_namespace(DeleteNamespace) -> DeleteNamespaceOutput = namespaces::delete;

    describe_repository(DescribeRepository) -> DescribeRepositoryOutput = repositories::describe;
    delete_repository(DeleteRepository) -> DeleteRepositoryOutput = repositories::delete;
    modify_repo_desc(ModifyRepoDesc) -> ModifyRepoDescOutput = repositories::modify_desc;
    describe_images(DescribeImages) -> DescribeImagesOutput = images::describe;
    delete_images(DeleteImages) -> DeleteImagesOutput = images::delete;
    delete_repo_tag(DeleteRepoTag) -> DeleteRepoTagOutput = images::delete_tag;
    start_image_scan(StartImageScan) -> StartImageScanOutput = images::start_scan;
    describe_image_scan(DescribeImageScan) -> DescribeImageScanOutput = images::describe_scan;

    create_webhook_trigger(CreateWebhookTrigger) -> CreateWebhookTriggerOutput = triggers::create;
    describe_webhook_trigger(DescribeWebhookTrigger) -> DescribeWebhookTriggerOutput = triggers::describe;
    modify_webhook_trigger(ModifyWebhookTrigger) -> ModifyWebhookTriggerOutput = triggers::modify;
    describe_webhook_trigger_log(DescribeWebhookTriggerLog) -> DescribeWebhookTriggerLogOutput = triggers::describe_log;
    delete_webhook_trigger(DeleteWebhookTrigger) -> DeleteWebhookTriggerOutput = triggers::delete;
}
