using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using ControlPlane.Domain.Accounts;
using ControlPlane.Domain.Apis;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.DomainNames;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Tests.Json;

public sealed class StorageJsonTests
{
    /// <summary>Every record that a stored document is made of.</summary>
    public static TheoryData<Type> Records
    {
        get
        {
            var found = new HashSet<Type>();
            foreach (var root in new[] { typeof(RestApi), typeof(ResourceTree), typeof(Deployment), typeof(DeployedApi), typeof(Stage), typeof(CustomDomain), typeof(Account) })
            {
                Collect(root, found);
            }

            return [.. found.OrderBy(type => type.Name, StringComparer.Ordinal)];
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_WrittenWithEveryMember_ReadTheSame(Type type)
    {
        foreach (var flag in new[] { true, false })
        {
            var full = Make(type, flag);
            Populated.Dump(full).ShouldNotContain("= null");
            Populated.Dump(Read(type, Write(type, full))).ShouldBe(Populated.Dump(full));
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_OfAnOlderVersion_ReadMissingMembersAsTheirDefaults(Type type)
    {
        var full = Make(type, true);
        var json = JsonNode.Parse(Write(type, full))!.AsObject();
        foreach (var optional in Populated.Members(type).Where(property => !Populated.IsRequired(property)))
        {
            json.Remove(char.ToLowerInvariant(optional.Name[0]) + optional.Name[1..]).ShouldBeTrue(optional.Name);
        }

        var read = Read(type, Encoding.UTF8.GetBytes(json.ToJsonString()));
        Populated.Dump(read).ShouldBe(Populated.Dump(Populated.MakeMinimal(type, full)));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Records_OfANewerVersion_ReadWithoutTheUnknownMembers(Type type)
    {
        var full = Make(type, true);
        var json = JsonNode.Parse(Write(type, full))!.AsObject();
        json["memberOfTomorrow"] = JsonNode.Parse("""{"a":[1,null]}""");
        Populated.Dump(Read(type, Encoding.UTF8.GetBytes(json.ToJsonString()))).ShouldBe(Populated.Dump(full));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"id\":1}")]
    [InlineData("\u0000")]
    public void Read_DamagedDocument_IsInvalidData(string json) =>
        Should.Throw<InvalidDataException>(() => StorageJson.Read(Encoding.UTF8.GetBytes(json), StorageJson.Default.Deployment))
            .Message.ShouldStartWith("A stored Deployment ");

    private static void Collect(Type type, HashSet<Type> found)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType)
        {
            type = type.GenericTypeArguments[^1];
        }

        if (type.Namespace?.StartsWith("ControlPlane", StringComparison.Ordinal) == true && !type.IsEnum && found.Add(type))
        {
            foreach (var property in Populated.Members(type))
            {
                Collect(property.PropertyType, found);
            }
        }
    }

    private static object Make(Type type, bool flag) =>
        typeof(Populated).GetMethod(nameof(Populated.Make))!.MakeGenericMethod(type).Invoke(null, [flag])!;

    private static byte[] Write(Type type, object value) => JsonSerializer.SerializeToUtf8Bytes(value, Info(type));

    private static object Read(Type type, byte[] json) => JsonSerializer.Deserialize(json, Info(type))!;

    private static JsonTypeInfo Info(Type type) => StorageJson.Default.GetTypeInfo(type).ShouldNotBeNull($"{type} cannot be stored");
}
