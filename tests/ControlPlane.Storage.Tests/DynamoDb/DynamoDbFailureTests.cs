using System.Net;
using System.Net.Sockets;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.DynamoDb;

/// <summary>The engine throttles, fails, is silent or not there; or AWS refuses.</summary>
public sealed class DynamoDbFailureTests : FaultyLinkTest
{
    // Tries again for 300 ms; each try may take its time.
    private DynamoDbStoreOptions Impatient => Options with { TimeBudget = Options.AttemptTimeout + TimeSpan.FromMilliseconds(300) };

    [Theory]
    [InlineData(400, "ProvisionedThroughputExceededException")]
    [InlineData(400, "ThrottlingException")]
    [InlineData(400, "RequestLimitExceeded")]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServiceUnavailable")]
    public async Task PassingTrouble_IsNotSeen(int status, string type)
    {
        var trouble = FaultyLink.Error(status, type);
        Link.Next(trouble, trouble, trouble);
        (await Store.PutAsync(Key, Bytes("one"), PutCondition.Absent)).ShouldBe(1);
        Link.Next(trouble, trouble);
        (await Store.GetAsync(Key)).ShouldNotBeNull();
        Link.Next(trouble);
        (await Store.QueryAsync(new("P", ""))).Items.ShouldHaveSingleItem();
        Link.Requests.ShouldBe(["PutItem", "PutItem", "PutItem", "PutItem", "GetItem", "GetItem", "GetItem", "Query", "Query"]);
    }

    [Theory]
    [InlineData("ProvisionedThroughputExceededException")]
    [InlineData("ThrottlingException")]
    [InlineData("RequestLimitExceeded")]
    public async Task LastingThrottling_IsToldFromUnavailability(string type)
    {
        Link.Always = FaultyLink.Error(400, type, "too fast");
        using var store = Open(Impatient);
        foreach (var call in Calls(store))
        {
            (await Should.ThrowAsync<StoreThrottledException>(call)).Message.ShouldBe(
                $"DynamoDB throttles requests to the table {Options.Table}: raise its capacity or use on-demand billing. too fast");
        }

        Link.Requests.Count.ShouldBeGreaterThan(6);
        (await Other.GetAsync(Key)).ShouldBeNull();
    }

    [Fact]
    public async Task LastingErrors_AreUnavailability()
    {
        foreach (var (fault, message) in new (Fault, string)[]
        {
            (FaultyLink.Error(500, "InternalServerError", "sorry"), "DynamoDB failed (InternalServerError): sorry"),
            (FaultyLink.Answer("<html>"), "DynamoDB's answer cannot be read: "),
            (FaultyLink.RequestLostWhile(() => Task.CompletedTask), "The connection to DynamoDB broke: The response ended prematurely."),
        })
        {
            Link.Always = fault;
            using var store = Open(Impatient);
            foreach (var call in Calls(store))
            {
                var exception = await Should.ThrowAsync<StoreUnavailableException>(call);
                exception.ShouldNotBeOfType<StoreThrottledException>();
                exception.Message.ShouldStartWith(message);
            }
        }
    }

    [Fact]
    public async Task LastingSilence_IsUnavailability()
    {
        Link.Always = FaultyLink.Hangs;
        using var store = Open(Options with { TimeBudget = TimeSpan.FromMilliseconds(300), AttemptTimeout = TimeSpan.FromMilliseconds(100) });
        foreach (var call in Calls(store))
        {
            (await Should.ThrowAsync<StoreUnavailableException>(call)).Message.ShouldBe("DynamoDB did not answer in time.");
        }
    }

    [Fact]
    public async Task NobodyListens_IsUnavailability()
    {
        using var unreachable = DynamoDbItemStore.Create(Impatient with { ServiceUrl = ClosedPort() }, Clock);
        foreach (var call in Calls(unreachable))
        {
            (await Should.ThrowAsync<StoreUnavailableException>(call)).Message.ShouldStartWith("DynamoDB cannot be reached: Connection refused");
        }
    }

    [Theory]
    [InlineData("AccessDeniedException", "AWS denies access to the DynamoDB table TABLE: grant GetItem, Query, PutItem, UpdateItem, DeleteItem and DescribeTable on it. as told")]
    [InlineData("ExpiredTokenException", "The AWS credentials for DynamoDB have expired: sign in again, or renew them.")]
    [InlineData("UnrecognizedClientException", "DynamoDB does not accept the AWS credentials (UnrecognizedClientException): check access key, secret, region and the machine's clock.")]
    [InlineData("InvalidSignatureException", "DynamoDB does not accept the AWS credentials (InvalidSignatureException): check access key, secret, region and the machine's clock.")]
    public async Task Refusals_SayWhatToDo_AndAreNotTriedAgain(string type, string message)
    {
        Link.Always = FaultyLink.Error(400, type);
        (await Should.ThrowAsync<StoreUnavailableException>(async () => await Store.GetAsync(Key))).Message.ShouldBe(message.Replace("TABLE", Options.Table, StringComparison.Ordinal));
        Link.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RefusedSignature_LeavesNoTokenForTheLog()
    {
        Link.Always = FaultyLink.Error(400, "InvalidSignatureException", "The Canonical String should have been x-amz-security-token:IQoJb3JpZ2lu");
        var exception = await Should.ThrowAsync<StoreUnavailableException>(async () => await Store.GetAsync(Key));
        exception.ToString().ShouldNotContain("IQoJb3JpZ2lu");
    }

    [Fact]
    public async Task MissingTable_SaysWhatToDo()
    {
        using var store = Open(Options with { Table = "no-such-table" });
        foreach (var call in Calls(store))
        {
            (await Should.ThrowAsync<StoreUnavailableException>(call)).Message.ShouldBe(
                "The DynamoDB table no-such-table is not there: create it (sam deploy, or --create-table of the local host), or name another table, region or endpoint.");
        }
    }

    [Fact]
    public async Task ItemTheEngineFindsTooLarge_IsTooLarge()
    {
        Link.Always = FaultyLink.Error(400, "ValidationException", "Item size has exceeded the maximum allowed size");
        (await Should.ThrowAsync<ItemTooLargeException>(async () => await Store.PutAsync(Key, Bytes("one"), PutCondition.None))).Message.ShouldStartWith("The item P / S has 3 bytes");
    }

    [Fact]
    public async Task Closed_IsUnavailability()
    {
        var store = DynamoDbItemStore.Create(Options, Clock);
        store.Dispose();
        (await Should.ThrowAsync<StoreUnavailableException>(async () => await store.GetAsync(Key))).Message.ShouldBe("The store is closed.");
    }

    [Fact]
    public async Task Cancelled_UnderWay_Stops()
    {
        Link.Always = FaultyLink.Hangs;
        using var cancel = new CancellationTokenSource();
        var call = Store.GetAsync(Key, cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(call);
    }

    [Fact]
    public async Task Keys_TheEngineCannotHold_AreNeverThere()
    {
        foreach (var key in new ItemKey[] { new(new string('p', 2049), "S"), new("P", new string('é', 513)), new("", "S"), new("P", "") })
        {
            (await Store.GetAsync(key)).ShouldBeNull();
            (await Store.DeleteAsync(key, PutCondition.None)).ShouldBeFalse();
            await Should.ThrowAsync<ArgumentException>(async () => await Store.PutAsync(key, Bytes("one"), PutCondition.None));
        }

        (await Store.QueryAsync(new(new string('p', 2049), ""))).Items.ShouldBeEmpty();
        (await Store.QueryAsync(new("P", new string('s', 1025)))).Items.ShouldBeEmpty();
        Link.Requests.ShouldBeEmpty();
    }

    private static List<Func<Task>> Calls(DynamoDbItemStore store) =>
    [
        async () => await store.GetAsync(Key),
        async () => await store.QueryAsync(new("P", "")),
        async () => await store.PutAsync(Key, Bytes("one"), PutCondition.Absent),
        async () => await store.DeleteAsync(Key, PutCondition.None),
        async () => await store.AddAsync(Key, new Dictionary<string, long> { ["n"] = 1 }),
        async () => await store.GetCountersAsync("P", "", "Z"),
    ];

    private static Uri ClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://{listener.LocalEndpoint}");
    }
}
