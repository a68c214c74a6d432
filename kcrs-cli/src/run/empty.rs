//! Reasons for an empty list.

use kcrs_generated::{Client, Params};

use super::no_instance;
use crate::text::Text;

/// Returns the name in the request that may explain an empty list; `None` where they are right, or
/// nobody can tell.
pub(super) async fn reason(client: &Client, params: &Params) -> Option<Text> {
    let id = params
        .get("InstanceId")
        .or_else(|| params.get("InstanceId.1"))?;
    let instances = client.describe_instance().instance_id([id]).send().await;
    if instances.ok()?.instance_set.is_empty() {
        let named = client.describe_instance().instance_name(id).send().await;
        let named = named.ok()?.instance_set.into_iter().next();
        return Some(match named.map(|instance| instance.instance_id) {
            Some(other) => text!(
                "`{id}` is the name of an instance, whose id is {other}",
                "`{id}` 是实例的名称，其 ID 为 {other}"
            ),
            None => Text::verbatim(no_instance(id)),
        });
    }
    let namespace = params.get("Namespace")?;
    let exist = client.describe_namespace_exist().instance_id(id);
    let exist = exist.namespace(namespace).send().await.ok()?.exist;
    if !exist {
        return Some(text!(
            "there is no namespace `{namespace}` in the instance",
            "该实例中没有命名空间 `{namespace}`"
        ));
    }
    let name = params
        .get("RepoName")
        .or_else(|| params.get("RepoName.1"))?;
    let repositories = client.describe_repository().instance_id(id);
    let repositories = repositories.namespace(namespace).repo_name([name]);
    let found = repositories.send().await.ok()?.repo_set;
    found.is_empty().then(|| {
        text!(
            "there is no repository `{name}` in the namespace `{namespace}`",
            "命名空间 `{namespace}` 中没有镜像仓库 `{name}`"
        )
    })
}
