//! The service: the actions over the state, one file for each chapter of the API.

mod endpoints;
mod examples;
mod external;
mod images;
mod instances;
mod namespaces;
mod options;
mod repositories;
mod seed;
mod snapshot;
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

use crate::futures::block_on;
use crate::state::{Asker, Calls, Instance, Moment, Page, Scope, State, Tx};
use crate::store::Store;
use crate::webhooks::Webhooks;

pub use examples::ExampleResponses;
pub use images::{ImagePush, PushedImage};
pub use options::RegistryOptions;
pub use seed::{Seed, SeedError};
pub use snapshot::Snapshot;
pub use triggers::WebhookDelivery;

/// The registry service with all that it knows: instances, tokens, namespaces, images and the rest.
///
/// It implements every action of the API's document, and external endpoints. A clone is another
/// handle of the same service. What depends on time, such as an instance that is Creating, follows
/// the time that each request brings along.
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
    dry_run: bool,
}

struct Shared {
    // Dropped in this order: deliveries end before the state that they are recorded in.
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
        let store = options.data.as_deref().map(Store::open).transpose()?;
        let is_new = store.as_ref().is_none_or(|(_, kept)| kept.is_new);
        let state = State::new(options.id_seed, options.quotas, store)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        let state = Arc::new(state);
        let targets = options.webhook_targets.unwrap_or_default();
        let registry = Self {
            shared: Arc::new(Shared {
                webhooks: Webhooks::new(targets, Arc::clone(&state)),
                state,
                settle: options.settle,
                seed: options.seed,
            }),
            dry_run: false,
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
            scope: Scope::default(),
            settle: Duration::ZERO,
            dry_run: false,
        };
        let seed = self.shared.seed.as_ref();
        let replaced = self.shared.state.replace(calls, |tx| {
            seed.map_or(Ok(Vec::new()), |seed| seed.build(tx))
        });
        replaced
            .and_then(|ticket| Ok(block_on(self.shared.state.wait(ticket))?))
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
    }

    /// A handle whose actions have the results that they would have here, and changes nothing:
    /// neither state nor file, and no trigger fires.
    #[must_use]
    pub fn dry_run(&self) -> Self {
        Self {
            shared: Arc::clone(&self.shared),
            dry_run: true,
        }
    }

    /// Waits until no webhook is being delivered, but no longer than this. Returns whether that is
    /// so.
    #[must_use]
    pub fn wait_for_webhooks(&self, at_most: Duration) -> bool {
        self.shared.webhooks.wait(at_most)
    }

    /// Returns the error by which changes are refused while they cannot be kept.
    #[must_use]
    pub fn failure(&self) -> Option<String> {
        self.shared.state.failure()
    }

    fn calls(&self, asker: impl Into<Asker>) -> Calls {
        let Asker { time, scope } = asker.into();
        Calls {
            now: time.into(),
            scope,
            settle: self.shared.settle,
            dry_run: self.dry_run,
        }
    }

    /// Looks at an instance; an error where there is none.
    fn look<T>(
        &self,
        context: &Context,
        instance_id: &str,
        look: impl FnOnce(&Instance, Moment) -> Result<T, ServerError>,
    ) -> Result<T, ServerError> {
        let (asker, state) = (Asker::from(context), &self.shared.state);
        let now = asker.time.into();
        state.look(instance_id, &asker, |instance| look(instance, now))
    }

    /// Lists what is in an instance; `none` where that is not there.
    fn list<T>(
        &self,
        context: &Context,
        instance_id: &str,
        none: T,
        list: impl FnOnce(&Instance, Moment) -> Result<T, ServerError>,
    ) -> Result<T, ServerError> {
        match self.look(context, instance_id, list) {
            Err(ServerError::Coded { status: 404, .. }) => Ok(none),
            listed => listed,
        }
    }

    /// Changes an instance, waits until that is kept, and has delivered what triggers deliver for
    /// it.
    async fn change<T>(
        &self,
        asker: impl Into<Asker>,
        instance_id: &str,
        change: impl FnOnce(&mut Instance, &mut Tx<'_>) -> Result<T, ServerError> + Send,
    ) -> Result<T, ServerError> {
        let calls = self.calls(asker);
        let (result, deliveries, ticket) = self.shared.state.change(instance_id, calls, change)?;
        self.shared.state.wait(ticket).await?;
        self.shared.webhooks.deliver(deliveries);
        Ok(result)
    }
}

/// Shows nothing of what it holds: there are passwords in it.
impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

/// An action as a method of [`Kcrs`].
macro_rules! action {
    // A function carries it out.
    ($action:ident($request:ident) -> $output:ident = $function:path) => {
        action!(@ $action($request) -> $output, (self, context, request) {
            $function(self, context, request).await
        });
    };
    // A function changes the instance; the output has the id of the request only.
    ($action:ident($request:ident) -> $output:ident = change $function:path) => {
        action!(@ $action($request) -> $output, (self, context, request) {
            let id = request.instance_id.clone();
            self.change(context, &id, |instance, tx| {
                $function(instance, tx, request)
            })
            .await?;
            Ok($output::builder().request_id(context.request_id()).build())
        });
    };
    // A function lists a part of what is in the instance.
    ($action:ident($request:ident) -> $output:ident { $items:ident } = list $function:path) => {
        action!(@ $action($request) -> $output, (self, context, request) {
            let page = Page::of::<$request>(request.marker, request.max_results)?;
            let none = page.of_none();
            let paged = self.list(context, &request.instance_id, none, |instance, _| {
                $function(instance, page, &request)
            })?;
            Ok($output::builder()
                .request_id(context.request_id())
                .total_count(paged.total)
                .marker(paged.marker)
                .max_results(paged.max_results)
                .$items(paged.items)
                .build())
        });
    };
    (@ $action:ident($request:ident) -> $output:ident, ($self:ident, $context:ident, $input:ident) $body:block) => {
        async fn $action(&$self, $context: &Context, $input: $request) -> Result<$output, ServerError> $body
    };
}

impl Kcrs for Registry {
    action!(create_instance(CreateInstance) -> CreateInstanceOutput = instances::create);
    action!(describe_instance(DescribeInstance) -> DescribeInstanceOutput = instances::describe);
    action!(describe_instance_usage(DescribeInstanceUsage) -> DescribeInstanceUsageOutput = instances::describe_usage);
    action!(delete_instance(DeleteInstance) -> DeleteInstanceOutput = instances::delete);

    action!(create_instance_token(CreateInstanceToken) -> CreateInstanceTokenOutput = tokens::create);
    action!(modify_instance_token_status(ModifyInstanceTokenStatus) -> ModifyInstanceTokenStatusOutput = change Instance::modify_token_status);
    action!(modify_instance_token_information(ModifyInstanceTokenInformation) -> ModifyInstanceTokenInformationOutput = change Instance::modify_token);
    action!(describe_instance_token(DescribeInstanceToken) -> DescribeInstanceTokenOutput { token_set } = list tokens::describe);
    action!(delete_instance_token(DeleteInstanceToken) -> DeleteInstanceTokenOutput = change Instance::delete_token);

    action!(create_internal_endpoint(CreateInternalEndpoint) -> CreateInternalEndpointOutput = change Instance::create_endpoint);
    action!(describe_internal_endpoint(DescribeInternalEndpoint) -> DescribeInternalEndpointOutput = endpoints::describe);
    action!(delete_internal_endpoint(DeleteInternalEndpoint) -> DeleteInternalEndpointOutput = change Instance::delete_endpoint);
    action!(create_internal_endpoint_dns(CreateInternalEndpointDns) -> CreateInternalEndpointDnsOutput = change Instance::create_dns);
    action!(describe_internal_endpoint_dns(DescribeInternalEndpointDns) -> DescribeInternalEndpointDnsOutput = endpoints::describe_dns);
    action!(delete_internal_endpoint_dns(DeleteInternalEndpointDns) -> DeleteInternalEndpointDnsOutput = change Instance::delete_dns);

    action!(open_external_endpoint(OpenExternalEndpoint) -> OpenExternalEndpointOutput = external::open);
    action!(close_external_endpoint(CloseExternalEndpoint) -> CloseExternalEndpointOutput = external::close);
    action!(describe_external_endpoint(DescribeExternalEndpoint) -> DescribeExternalEndpointOutput = external::describe);
    action!(create_external_endpoint_policy(CreateExternalEndpointPolicy) -> CreateExternalEndpointPolicyOutput = external::create_policy);
    action!(delete_external_endpoint_policy(DeleteExternalEndpointPolicy) -> DeleteExternalEndpointPolicyOutput = external::delete_policy);

    action!(create_namespace(CreateNamespace) -> CreateNamespaceOutput = change Instance::create_namespace);
    action!(describe_namespace(DescribeNamespace) -> DescribeNamespaceOutput { namespace_set } = list namespaces::describe);
    action!(modify_namespace_type(ModifyNamespaceType) -> ModifyNamespaceTypeOutput = change Instance::modify_namespace_type);
    action!(describe_namespace_exist(DescribeNamespaceExist) -> DescribeNamespaceExistOutput = namespaces::describe_exist);
    action!(delete_namespace(DeleteNamespace) -> DeleteNamespaceOutput = change Instance::delete_namespace);

    action!(describe_repository(DescribeRepository) -> DescribeRepositoryOutput { repo_set } = list repositories::describe);
    action!(delete_repository(DeleteRepository) -> DeleteRepositoryOutput = change Instance::delete_repository);
    action!(modify_repo_desc(ModifyRepoDesc) -> ModifyRepoDescOutput = change Instance::modify_repository_desc);
    action!(describe_images(DescribeImages) -> DescribeImagesOutput { image_set } = list images::describe);
    action!(delete_images(DeleteImages) -> DeleteImagesOutput = change images::delete);
    action!(delete_repo_tag(DeleteRepoTag) -> DeleteRepoTagOutput = change images::delete_tag);
    action!(start_image_scan(StartImageScan) -> StartImageScanOutput = change images::start_scan);
    action!(describe_image_scan(DescribeImageScan) -> DescribeImageScanOutput = images::describe_scan);

    action!(create_webhook_trigger(CreateWebhookTrigger) -> CreateWebhookTriggerOutput = triggers::create);
    action!(describe_webhook_trigger(DescribeWebhookTrigger) -> DescribeWebhookTriggerOutput { trigger_set } = list triggers::describe);
    action!(modify_webhook_trigger(ModifyWebhookTrigger) -> ModifyWebhookTriggerOutput = change Instance::modify_trigger);
    action!(describe_webhook_trigger_log(DescribeWebhookTriggerLog) -> DescribeWebhookTriggerLogOutput { logs } = list triggers::describe_log);
    action!(delete_webhook_trigger(DeleteWebhookTrigger) -> DeleteWebhookTriggerOutput = change Instance::delete_trigger);
}
