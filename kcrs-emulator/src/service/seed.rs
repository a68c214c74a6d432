//! Initial contents: a YAML file of instances and their resources.
//!
//! Read with serde_yaml: it is frozen, but the generator reads its specs with it already, so it
//! brings nothing new into the build; and a seed is the user's own file, not input from strangers.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::path::Path;

use kcrs_generated::Violations;
use kcrs_generated::actions::{
    CreateInstance, CreateInstanceToken, CreateInternalEndpoint, CreateNamespace,
    CreateWebhookTrigger,
};
use kcrs_generated::server::ServerError;
use kcrs_generated::types::{
    ChargeType, EventType, Header, InstanceType, TokenType, WebhookTrigger,
};
use serde::Deserialize;

use crate::state::{
    DEFAULT_IMAGE_SIZE, Finding, Instance, Push, RepositoryPlace, Scope, Tx, names,
};

/// Initial contents of a registry.
///
/// The keys are the API's names in snake case. Only names are required; what is left out is as the
/// API has it. An instance is seen from all regions and by all accounts, unless `region` and
/// `access_key` name one.
///
/// ```
/// let seed = kcrs_emulator::Seed::parse(
///     "
/// instances:
///   - instance_name: demo
///     instance_id: 7e4f1c3a-0f0e-4a53-9d5c-0d2c9d1f7a10
///     tokens:
///       - {token_type: Day, token_time: 30, desc: for the build}
///     endpoints:
///       - {vpc_id: vpc-1, subnet_id: subnet-1}
///     namespaces:
///       - namespace: team
///         public: false
///         repositories:
///           - repo_name: app
///             desc: The application
///             images:
///               - image_id: sha256:0123
///                 size: 31457280
///                 tag_names: [v1, latest]
///                 scanned: true
///                 vulnerabilities:
///                   - {cve_name: CVE-2022-0778, severity: High, feature: openssl, repaired_version: 1.1.1n}
///         triggers:
///           - trigger_name: build
///             event_type: [PushImage]
///             trigger_url: http://127.0.0.1:9000/hook
///             header: {X-Token: [secret]}
/// ",
/// )?;
/// # drop(seed);
/// # Ok::<(), kcrs_emulator::SeedError>(())
/// ```
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seed {
    #[serde(default)]
    instances: Vec<SeedInstance>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedInstance {
    instance_name: String,
    instance_id: Option<String>,
    instance_type: Option<InstanceType>,
    charge_type: Option<ChargeType>,
    purchase_time: Option<i64>,
    project_id: Option<String>,
    /// The region and the account, by its access key, that see it; all where they are left out.
    region: Option<String>,
    access_key: Option<String>,
    #[serde(default)]
    tokens: Vec<SeedToken>,
    #[serde(default)]
    endpoints: Vec<SeedEndpoint>,
    #[serde(default)]
    namespaces: Vec<SeedNamespace>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedToken {
    token_type: Option<TokenType>,
    #[serde(default)]
    token_time: i64,
    desc: Option<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedEndpoint {
    vpc_id: String,
    subnet_id: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedNamespace {
    namespace: String,
    #[serde(default)]
    public: bool,
    #[serde(default)]
    repositories: Vec<SeedRepository>,
    #[serde(default)]
    triggers: Vec<SeedTrigger>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedRepository {
    repo_name: String,
    desc: Option<String>,
    #[serde(default)]
    images: Vec<SeedImage>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedImage {
    image_id: Option<String>,
    size: Option<i64>,
    #[serde(default)]
    tag_names: Vec<String>,
    #[serde(default)]
    scanned: bool,
    /// Status in which a scan ends, for tests of failed scans.
    scan_status: Option<String>,
    #[serde(default)]
    vulnerabilities: Vec<Finding>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeedTrigger {
    trigger_name: String,
    event_type: Vec<EventType>,
    trigger_url: String,
    #[serde(default)]
    header: BTreeMap<String, Vec<String>>,
    enabled: Option<bool>,
}

impl Seed {
    /// A small registry to look at: an instance with namespaces, repositories and images, some of
    /// which a scan finds vulnerabilities in. Its instance always has the same id.
    #[must_use]
    pub fn demo() -> Self {
        Self::parse(include_str!("demo.yaml")).expect("the seed is well formed")
    }

    /// Reads a seed.
    ///
    /// # Errors
    ///
    /// Fails where the text is no YAML or has keys that a seed does not have. The error says what
    /// was expected, and where, and nothing of the text.
    pub fn parse(yaml: &str) -> Result<Self, SeedError> {
        // Of nothing at all, serde_yaml makes `null`.
        let seed: Option<Self> =
            serde_yaml::from_str(yaml).map_err(|error| SeedError::reading(&error))?;
        Ok(seed.unwrap_or_default())
    }

    /// Reads a seed from a file.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be read, and as [`Seed::parse`].
    pub fn read(path: impl AsRef<Path>) -> Result<Self, SeedError> {
        let path = path.as_ref();
        let in_file = |error: &dyn fmt::Display| SeedError(format!("{}: {error}", path.display()));
        let yaml = std::fs::read_to_string(path).map_err(|error| in_file(&error))?;
        Self::parse(&yaml).map_err(|error| in_file(&error))
    }

    /// Makes the instances with all that lies in them, each with its number. What a request could
    /// not make is refused: the rules are those of the actions.
    pub(crate) fn build(&self, tx: &mut Tx<'_>) -> Result<Vec<(u64, Instance)>, SeedError> {
        let (mut names, mut ids) = (HashSet::new(), HashSet::new());
        let mut built = Vec::new();
        for seed in &self.instances {
            let number = tx.ids.number();
            let name = &seed.instance_name;
            let instance = seed
                .build(tx, number)
                .map_err(|error| error.within("instance", name))?;
            if !names.insert(instance.name.clone()) || !ids.insert(instance.id.clone()) {
                return Err(SeedError(format!(
                    "instance {name}: its name or id is there twice"
                )));
            }
            built.push((number, instance));
        }
        Ok(built)
    }
}

/// Shows how much there is, not what: there may be passwords in it.
impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seed")
            .field("instances", &self.instances.len())
            .finish_non_exhaustive()
    }
}

impl SeedInstance {
    fn build(&self, tx: &mut Tx<'_>, number: u64) -> Result<Instance, SeedError> {
        let instance_type = self.instance_type.clone();
        let request = CreateInstance::builder()
            .instance_name(&self.instance_name)
            .instance_type(instance_type.unwrap_or(InstanceType::Basic))
            .set_charge_type(self.charge_type.clone())
            .set_purchase_time(self.purchase_time)
            .set_project_id(self.project_id.clone())
            .build();
        request.validate()?;
        let id = self.instance_id.clone();
        tx.scope = Scope {
            account: self.access_key.clone(),
            region: self.region.clone(),
        };
        let mut instance = Instance::make(tx, number, id, request)?;
        let id = instance.id.clone();
        for token in &self.tokens {
            let token_type = token.token_type.clone();
            let request = CreateInstanceToken::builder()
                .instance_id(&id)
                .token_type(token_type.unwrap_or(TokenType::NeverExpire))
                .token_time(token.token_time)
                .set_desc(token.desc.clone())
                .build();
            request.validate()?;
            instance.create_token(tx, request)?;
        }
        for endpoint in &self.endpoints {
            let request = CreateInternalEndpoint::builder()
                .instance_id(&id)
                .vpc_id(&endpoint.vpc_id)
                .reserve_subnet_id(&endpoint.subnet_id)
                .build();
            instance.create_endpoint(tx, request)?;
        }
        for namespace in &self.namespaces {
            namespace
                .build(tx, &mut instance)
                .map_err(|error| error.within("namespace", &namespace.namespace))?;
        }
        Ok(instance)
    }
}

impl SeedNamespace {
    fn build(&self, tx: &mut Tx<'_>, instance: &mut Instance) -> Result<(), SeedError> {
        let request = CreateNamespace::builder()
            .instance_id(&instance.id)
            .namespace(&self.namespace)
            .public(self.public)
            .build();
        request.validate()?;
        instance.create_namespace(tx, request)?;
        for repository in &self.repositories {
            let place = RepositoryPlace::new(&instance.id, &self.namespace, &repository.repo_name);
            repository
                .build(tx, instance, &place)
                .map_err(|error| error.within("repository", &place.repo_name))?;
        }
        // After the images: a seed fires no triggers.
        for trigger in &self.triggers {
            trigger
                .build(tx, instance, &self.namespace)
                .map_err(|error| error.within("trigger", &trigger.trigger_name))?;
        }
        Ok(())
    }
}

impl SeedRepository {
    fn build(
        &self,
        tx: &mut Tx<'_>,
        instance: &mut Instance,
        place: &RepositoryPlace,
    ) -> Result<(), SeedError> {
        names::check_repository(&place.repo_name)?;
        let namespace = instance.namespace(&place.namespace)?;
        if namespace.repositories.contains(&place.repo_name) {
            return Err(SeedError("it is there twice".to_owned()));
        }
        instance.ensure_repository(tx, place, self.desc.clone())?;
        for image in &self.images {
            let push = Push {
                image_id: image.image_id.clone(),
                size: image.size.unwrap_or(DEFAULT_IMAGE_SIZE),
                tags: image.tag_names.clone(),
                findings: image.vulnerabilities.clone(),
                outcome: image.scan_status.clone(),
            };
            push.check()?;
            let pushed = instance.push(tx, place, push)?;
            if image.scanned {
                instance.start_scan(tx, place, &pushed.id)?;
            }
        }
        Ok(())
    }
}

impl SeedTrigger {
    fn build(
        &self,
        tx: &mut Tx<'_>,
        instance: &mut Instance,
        namespace: &str,
    ) -> Result<(), SeedError> {
        let headers = self
            .header
            .iter()
            .map(|(key, values)| Header::builder().key(key).value(values).build());
        let trigger = WebhookTrigger::builder()
            .trigger_name(&self.trigger_name)
            .event_type(self.event_type.iter().cloned())
            .trigger_url(&self.trigger_url)
            .header(headers)
            .set_enabled(self.enabled)
            .build();
        let request = CreateWebhookTrigger::builder()
            .instance_id(&instance.id)
            .namespace(namespace)
            .trigger(trigger)
            .build();
        request.validate()?;
        instance.create_trigger(tx, request)?;
        Ok(())
    }
}

/// Error of a seed, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedError(String);

impl SeedError {
    /// What was expected, and where. What was there instead may be a secret, or no seed at all.
    fn reading(error: &serde_yaml::Error) -> Self {
        let text = error.to_string();
        let expected = text.rsplit_once(", expected ");
        Self(expected.map_or(text.clone(), |(_, expected)| format!("expected {expected}")))
    }

    fn within(self, thing: &str, name: &str) -> Self {
        Self(format!("{thing} {name}: {}", self.0))
    }
}

impl fmt::Display for SeedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SeedError {}

impl From<ServerError> for SeedError {
    fn from(error: ServerError) -> Self {
        Self(error.to_string())
    }
}

impl From<Violations> for SeedError {
    fn from(violations: Violations) -> Self {
        Self(violations.to_string())
    }
}
