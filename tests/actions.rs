//! Every action as a type, for tests that go over all of them.

/// Calls `$callback!` with the type of every request, in the document's order.
macro_rules! for_each_action {
    ($callback:ident) => {
        $callback! {
            CreateInstance,
            DescribeInstance,
            DescribeInstanceUsage,
            DeleteInstance,
            CreateInstanceToken,
            ModifyInstanceTokenStatus,
            ModifyInstanceTokenInformation,
            DescribeInstanceToken,
            DeleteInstanceToken,
            CreateInternalEndpoint,
            DescribeInternalEndpoint,
            DeleteInternalEndpoint,
            CreateInternalEndpointDns,
            DescribeInternalEndpointDns,
            DeleteInternalEndpointDns,
            CreateNamespace,
            DescribeNamespace,
            ModifyNamespaceType,
            DescribeNamespaceExist,
            DeleteNamespace,
            DescribeRepository,
            DeleteRepository,
            ModifyRepoDesc,
            DescribeImages,
            DeleteImages,
            DeleteRepoTag,
            StartImageScan,
            DescribeImageScan,
            CreateWebhookTrigger,
            DescribeWebhookTrigger,
            ModifyWebhookTrigger,
            DescribeWebhookTriggerLog,
            DeleteWebhookTrigger,
        }
    };
}
pub(crate) use for_each_action;

use kcrs_generated::schema::ACTIONS;

#[test]
fn the_table_has_the_33_actions_of_the_document() {
    macro_rules! names {
        ($($action:ident),* $(,)?) => { [$(stringify!($action)),*] };
    }
    let names = for_each_action!(names);
    assert_eq!(names.len(), 33);
    assert_eq!(
        ACTIONS.iter().map(|action| action.name).collect::<Vec<_>>(),
        names
    );
}
