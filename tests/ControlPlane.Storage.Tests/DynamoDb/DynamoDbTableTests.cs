using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Items;

namespace ControlPlane.Storage.Tests.DynamoDb;

public sealed class DynamoDbTableTests : FaultyLinkTest
{
    private static readonly Fault _ttlIsOn = FaultyLink.Answer("""{"TimeToLiveDescription":{"TimeToLiveStatus":"ENABLED","AttributeName":"ExpiresAt"}}""");

    [Fact]
    public async Task Check_TableThatLacksTtl_SaysSo()
    {
        (await Store.CheckTableAsync()).ShouldBe($"The DynamoDB table {Options.Table} has no TTL on ExpiresAt: what has expired is never served, but stays and is paid for.");
        Link.Requests.ShouldBe(["DescribeTable", "DescribeTimeToLive"]);
    }

    [Fact]
    public async Task Check_TableAsItShouldBe_HasNothingToSay()
    {
        Link.Next((forward, _) => forward(), _ttlIsOn);
        (await Store.CheckTableAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Check_WithoutPermissionForTheTtl_StillWorks()
    {
        Link.Next((forward, _) => forward(), FaultyLink.Error(400, "AccessDeniedException"));
        (await Store.CheckTableAsync()).ShouldNotBeNull().ShouldStartWith($"Whether the DynamoDB table {Options.Table} has a TTL on ExpiresAt cannot be seen: ");
    }

    [Fact]
    public async Task Check_MissingTable_Refuses()
    {
        using var store = Open(Options with { Table = "nothing-here" });
        (await Should.ThrowAsync<StoreUnavailableException>(() => store.CheckTableAsync())).Message.ShouldStartWith("The DynamoDB table nothing-here is not there: create it");
    }

    [Theory]
    [InlineData("PK", "S", null, null)]
    [InlineData("pk", "S", "sk", "S")]
    [InlineData("PK", "S", "SK", "N")]
    [InlineData("SK", "S", "PK", "S")]
    public async Task TableWithOtherKeys_IsRefused(string partition, string partitionType, string? sort, string? sortType)
    {
        var options = Options with { Table = Dynalite.NewTableName() };
        var request = new CreateTableRequest
        {
            TableName = options.Table,
            BillingMode = BillingMode.PAY_PER_REQUEST,
            AttributeDefinitions = [new(partition, partitionType)],
            KeySchema = [new(partition, KeyType.HASH)],
        };
        if (sort is not null)
        {
            request.AttributeDefinitions.Add(new(sort, sortType));
            request.KeySchema.Add(new(sort, KeyType.RANGE));
        }

        using var client = DynamoDbClients.Create(options);
        await client.CreateTableAsync(request);
        using var store = Open(options);
        await store.CreateTableAsync();
        var message = $"The DynamoDB table {options.Table} has other keys than this store needs, a partition key PK and a sort key SK, both strings: name another table.";
        (await Should.ThrowAsync<StoreUnavailableException>(() => store.CheckTableAsync())).Message.ShouldBe(message);
        if (sort is null || partition == "pk")
        {
            (await Should.ThrowAsync<StoreUnavailableException>(async () => await store.GetAsync(Key))).Message.ShouldBe(message);
        }
    }

    [Fact]
    public async Task Create_AsksForTtl_AndLeavesATableThatIsThereAlone()
    {
        using var store = Open(Options with { Table = Dynalite.NewTableName() });
        await store.CreateTableAsync();
        Link.Requests[0].ShouldBe("CreateTable");
        Link.Requests[^1].ShouldBe("UpdateTimeToLive");
        await store.PutAsync(Key, Bytes("kept"), PutCondition.None);
        Link.Requests.Clear();
        await store.CreateTableAsync();
        Link.Requests.ShouldBe(["CreateTable", "DescribeTable"]);
        (await store.GetAsync(Key)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Create_WaitsUntilTheTableIsActive()
    {
        const string creating = """{"Table":{"TableName":"t","TableStatus":"CREATING"}}""";
        Link.Next((forward, _) => forward(), FaultyLink.Error(400, "ResourceNotFoundException"), FaultyLink.Answer(creating), FaultyLink.Answer(creating));
        using var store = Open(Options with { Table = Dynalite.NewTableName() });
        await store.CreateTableAsync();
        Link.Requests.Count(request => request == "DescribeTable").ShouldBeGreaterThanOrEqualTo(4);
        await store.PutAsync(Key, Bytes("one"), PutCondition.Absent);
    }

    [Fact]
    public async Task Create_WithoutPermission_SaysWhatToDo()
    {
        Link.Always = FaultyLink.Error(400, "AccessDeniedException", "User x is not authorized to perform: dynamodb:CreateTable");
        (await Should.ThrowAsync<StoreUnavailableException>(() => Store.CreateTableAsync())).Message.ShouldEndWith("dynamodb:CreateTable");
    }
}
