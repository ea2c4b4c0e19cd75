using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.Authorizers;
using ControlPlane.Domain.Comparing;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.GatewayResponses;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Models;
using ControlPlane.Domain.RequestValidators;
using ControlPlane.Domain.Resources;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.UsagePlans;
using ControlPlane.Domain.WebAcls;
using ControlPlane.Domain.Wire;
using ControlPlane.Storage.Json;

namespace ControlPlane.Storage.Tests.Json;

/// <summary>The readers must read what the generated writer writes: every member of every noun, which reflection finds.</summary>
public sealed class ValueReaderTests
{
    private static readonly Dictionary<Type, Func<byte[], object>> Readers = new()
    {
        [typeof(Stage)] = json => StorageJson.Read(json, StageReader.Stage),
        [typeof(StageEvent)] = json => StorageJson.Read(json, StageReader.StageEvent),
        [typeof(MemberChange)] = json => StorageJson.Read(json, StageReader.MemberChange),
        [typeof(StageDeployment)] = json => StorageJson.Read(json, RolloutReader.StageDeployment),
        [typeof(StageRolloutNote)] = json => StorageJson.Read(json, RolloutReader.StageRolloutNote),
        [typeof(ServedRelease)] = json => StorageJson.Read(json, StageReader.ServedRelease),
        [typeof(CanarySettings)] = json => StorageJson.Read(json, StageReader.CanarySettings),
        [typeof(CanaryAffinity)] = json => StorageJson.Read(json, AffinityReader.CanaryAffinity),
        [typeof(AffinityCookie)] = json => StorageJson.Read(json, AffinityReader.AffinityCookie),
        [typeof(CanaryOverride)] = json => StorageJson.Read(json, AffinityReader.CanaryOverride),
        [typeof(CanaryRule)] = json => StorageJson.Read(json, AffinityReader.CanaryRule),
        [typeof(StageMirroring)] = json => StorageJson.Read(json, AffinityReader.StageMirroring),
        [typeof(MirroredRoute)] = json => StorageJson.Read(json, AffinityReader.MirroredRoute),
        [typeof(DebugOnFailure)] = json => StorageJson.Read(json, StageReader.DebugOnFailure),
        [typeof(LogLevelOverride)] = json => StorageJson.Read(json, StageReader.LogLevelOverride),
        [typeof(AccessLogSettings)] = json => StorageJson.Read(json, StageReader.AccessLogSettings),
        [typeof(WebAcl)] = json => StorageJson.Read(json, WebAclReader.WebAcl),
        [typeof(WebAclRule)] = json => StorageJson.Read(json, WebAclReader.WebAclRule),
        [typeof(MethodSetting)] = json => StorageJson.Read(json, StageReader.MethodSetting),
        [typeof(Deployment)] = json => StorageJson.Read(json, DeploymentReader.Deployment),
        [typeof(DeployedApi)] = json => StorageJson.Read(json, DeploymentReader.DeployedApi),
        [typeof(Resource)] = json => StorageJson.Read(json, DeploymentReader.Resource),
        [typeof(Method)] = json => StorageJson.Read(json, MethodReader.Method),
        [typeof(MethodResponse)] = json => StorageJson.Read(json, MethodReader.MethodResponse),
        [typeof(Integration)] = json => StorageJson.Read(json, MethodReader.Integration),
        [typeof(IntegrationResponse)] = json => StorageJson.Read(json, MethodReader.IntegrationResponse),
        [typeof(Model)] = json => StorageJson.Read(json, PartReader.Model),
        [typeof(RequestValidator)] = json => StorageJson.Read(json, PartReader.RequestValidator),
        [typeof(GatewayResponse)] = json => StorageJson.Read(json, PartReader.GatewayResponse),
        [typeof(Authorizer)] = json => StorageJson.Read(json, PartReader.Authorizer),
        [typeof(ApiKey)] = json => StorageJson.Read(json, AccessReader.ApiKey),
        [typeof(UsagePlan)] = json => StorageJson.Read(json, AccessReader.UsagePlan),
        [typeof(UsagePlanStage)] = json => StorageJson.Read(json, AccessReader.UsagePlanStage),
        [typeof(ThrottleSettings)] = json => StorageJson.Read(json, AccessReader.ThrottleSettings),
        [typeof(QuotaSettings)] = json => StorageJson.Read(json, AccessReader.QuotaSettings),
        [typeof(TlsConfig)] = json => StorageJson.Read(json, MethodReader.TlsConfig),
    };

    public static TheoryData<Type> Records => [.. Readers.Keys];

    [Fact]
    public void Readers_OfAllThatStagesAndDeploymentsAreMadeOf_AreTested()
    {
        foreach (var member in Readers.Keys.SelectMany(Populated.Members))
        {
            var type = Nullable.GetUnderlyingType(member.PropertyType) ?? member.PropertyType;
            type = type.IsGenericType ? type.GenericTypeArguments[^1] : type;
            (type.Namespace!.StartsWith("System", StringComparison.Ordinal) || type.IsEnum || Readers.ContainsKey(type)).ShouldBeTrue(type.Name);
        }
    }

    public static TheoryData<string> EnumReaders => [.. typeof(EnumReader).GetMethods(BindingFlags.Public | BindingFlags.Static).Select(method => method.Name)];

    [Theory]
    [MemberData(nameof(Records))]
    public void Read_EveryMember_IsWhatWasWritten(Type type)
    {
        foreach (var flag in new[] { true, false })
        {
            var full = Make(type, flag);
            Populated.Dump(full).ShouldNotContain("= null");
            Populated.Dump(Readers[type](Write(type, full))).ShouldBe(Populated.Dump(full));
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Read_MissingOptionalMembers_AreTheirDefaults(Type type)
    {
        var full = Make(type, true);
        var json = Json(type, full);
        foreach (var optional in Populated.Members(type).Where(property => !Populated.IsRequired(property)))
        {
            json.Remove(Name(optional)).ShouldBeTrue(optional.Name);
        }

        Populated.Dump(Read(type, json)).ShouldBe(Populated.Dump(Populated.MakeMinimal(type, full)));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Read_NullMembers_AreAsIfMissing(Type type)
    {
        var full = Make(type, true);
        var json = Json(type, full);
        foreach (var optional in Populated.Members(type).Where(property => !Populated.IsRequired(property) && CanBeNull(property.PropertyType)))
        {
            json[Name(optional)] = null;
        }

        var read = Read(type, json);
        foreach (var optional in Populated.Members(type).Where(property => !Populated.IsRequired(property) && CanBeNull(property.PropertyType)))
        {
            Populated.Dump(optional.GetValue(read)).ShouldBe(Populated.Dump(optional.GetValue(Populated.MakeMinimal(type, full))), optional.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Read_MissingRequiredMember_IsInvalidData(Type type)
    {
        foreach (var required in Populated.Members(type).Where(property => property.GetCustomAttribute<System.Runtime.CompilerServices.RequiredMemberAttribute>() is not null))
        {
            var json = Json(type, Make(type, true));
            json.Remove(Name(required)).ShouldBeTrue(required.Name);
            Should.Throw<InvalidDataException>(() => Read(type, json)).Message.ShouldContain(Name(required));
        }
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Read_UnknownMembers_AreLeftOut(Type type)
    {
        var full = Make(type, true);
        var json = Json(type, full);
        json["memberOfTomorrow"] = JsonNode.Parse("""{"a":[1,{"id":null}],"b":{}}""");
        Populated.Dump(Read(type, json)).ShouldBe(Populated.Dump(full));
    }

    [Theory]
    [MemberData(nameof(EnumReaders))]
    public void EnumReader_EveryNameOfTheEnum_IsItsValue(string name)
    {
        var reader = typeof(EnumReader).GetMethod(name)!;
        foreach (var value in Enum.GetValues(reader.ReturnType))
        {
            var wire = (string)typeof(WireNames).GetMethod(nameof(WireNames.Of))!.MakeGenericMethod(reader.ReturnType).Invoke(null, [value])!;
            reader.Invoke(null, [wire]).ShouldBe(value);
        }

        Should.Throw<TargetInvocationException>(() => reader.Invoke(null, ["none"])).InnerException.ShouldBeOfType<JsonException>();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"id\":1}")]
    [InlineData("{\"id\":\"a\",\"createdDate\":\"yesterday\"}")]
    [InlineData("{\"id\":\"a\",\"createdDate\":\"2026-01-01T00:00:00+00:00\",\"chunks\":1.5}")]
    [InlineData("{\"id\":\"a\",\"createdDate\":\"2026-01-01T00:00:00+00:00\"")]
    [InlineData("{\"id\":\"a\",\"createdDate\":\"2026-01-01T00:00:00+00:00\"} {}")]
    [InlineData("\u0000")]
    public void Read_DamagedDocument_IsInvalidData(string json) =>
        Should.Throw<InvalidDataException>(() => Readers[typeof(Deployment)](Encoding.UTF8.GetBytes(json))).Message.ShouldStartWith("A stored Deployment ");

    private static bool CanBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;

    private static string Name(PropertyInfo property) => char.ToLowerInvariant(property.Name[0]) + property.Name[1..];

    private static object Read(Type type, JsonObject json) => Readers[type](Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject Json(Type type, object value) => JsonNode.Parse(Write(type, value))!.AsObject();

    private static object Make(Type type, bool flag) =>
        typeof(Populated).GetMethod(nameof(Populated.Make))!.MakeGenericMethod(type).Invoke(null, [flag])!;

    private static byte[] Write(Type type, object value) =>
        JsonSerializer.SerializeToUtf8Bytes(value, StorageJson.Default.GetTypeInfo(type).ShouldNotBeNull($"{type} cannot be stored"));
}
