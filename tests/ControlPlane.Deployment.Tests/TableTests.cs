using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using ControlPlane.Deployment.Templates;
using ControlPlane.Storage.DynamoDb;
using ControlPlane.Storage.Items;
using ControlPlane.Testing;
using YamlDotNet.RepresentationModel;

namespace ControlPlane.Deployment;

/// <summary>The table of the template is the one that the store works on.</summary>
public sealed class TableTests
{
    private static YamlMappingNode Table => Template.Ours.Properties("Table");

    [Fact]
    public async Task Store_works_on_the_templates_table()
    {
        var url = await Dynalite.UrlAsync();
        var name = Dynalite.NewTableName();
        using var client = new AmazonDynamoDBClient(new BasicAWSCredentials("local", "local"), new AmazonDynamoDBConfig { ServiceURL = url.AbsoluteUri, AuthenticationRegion = "us-east-1" });
        await client.CreateTableAsync(new CreateTableRequest
        {
            TableName = name,
            BillingMode = new BillingMode(Table.Text("BillingMode")),
            AttributeDefinitions = [.. Table.List("AttributeDefinitions").Cast<YamlMappingNode>().Select(static attribute =>
                new AttributeDefinition(attribute.Text("AttributeName"), new ScalarAttributeType(attribute.Text("AttributeType"))))],
            KeySchema = [.. Table.List("KeySchema").Cast<YamlMappingNode>().Select(static key =>
                new KeySchemaElement(key.Text("AttributeName"), new KeyType(key.Text("KeyType"))))],
        });
        using var store = new DynamoDbItemStore(client, new DynamoDbStoreOptions { Table = name, Region = "us-east-1" }, TimeProvider.System);

        while ((await client.DescribeTableAsync(name)).Table.TableStatus != TableStatus.ACTIVE)
        {
            await Task.Delay(20);
        }

        await store.CheckTableAsync();
        await store.PutAsync(new ItemKey("API#a", "STAGE#prod"), "{}"u8.ToArray(), PutCondition.Absent);
        (await store.GetAsync(new ItemKey("API#a", "STAGE#prod")))!.Revision.ShouldBe(1);
    }

    [Fact]
    public void Expiry_is_the_attribute_that_the_store_writes()
    {
        var expiry = Table.Map("TimeToLiveSpecification");

        expiry.Text("Enabled").ShouldBe("true");
        Repository.Code("src/ControlPlane.Storage/DynamoDb").ShouldContain($"\"{expiry.Text("AttributeName")}\"");
    }

    [Fact]
    public void Data_outlives_mistakes()
    {
        Table.Map("PointInTimeRecoverySpecification").Text("PointInTimeRecoveryEnabled").ShouldBe("true");
        Table.Map("SSESpecification").Text("SSEEnabled").ShouldBe("true");
        var resource = Template.Ours.Resources("AWS::DynamoDB::Table")["Table"];
        resource.Text("DeletionPolicy").ShouldBe("Retain");
        resource.Text("UpdateReplacePolicy").ShouldBe("Retain");
        Template.Ours.Parameters["DeletionProtection"].Default.ShouldBe("true");
    }
}
