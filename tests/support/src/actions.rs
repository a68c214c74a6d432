/// Calls `$callback!` with the name of every action of KCRS, in the document's order, for tests
/// that go over the types of all requests.
#[macro_export]
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
