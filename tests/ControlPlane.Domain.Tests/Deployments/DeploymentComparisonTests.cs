using System.Collections;
using System.Reflection;
using ControlPlane.Domain.Comparing;
using ControlPlane.Domain.Deployments;
using ControlPlane.Domain.Integrations;
using ControlPlane.Domain.Methods;
using ControlPlane.Domain.Resources;

namespace ControlPlane.Domain.Tests.Deployments;

public sealed class DeploymentComparisonTests
{
    /// <summary>Identities: another id serves requests no differently.</summary>
    private static readonly string[] _identities =
        ["DeployedApi.RestApiId", "Resource.Id", "Resource.ParentId", "Resource.PathPart", "Method.HttpMethod", "Model.Id"];

    [Fact]
    public void Compare_EveryMemberOfEveryNoun_IsSeen()
    {
        var before = Populated.Make<DeployedApi>();

        // An API has one response of each type.
        before = before with { GatewayResponses = [before.GatewayResponses[0]] };
        var blind = new List<string>();
        foreach (var (member, after) in Variations(typeof(DeployedApi), before))
        {
            var changes = DeploymentComparison.Compare(before, (DeployedApi)after);
            if (changes.Count == 0 == !_identities.Contains(member))
            {
                blind.Add(member);
            }
        }

        blind.ShouldBeEmpty();
    }

    [Fact]
    public void Compare_TellsWhereAndWhat()
    {
        var before = Api(new Integration { Type = IntegrationType.Http, Uri = "http://a", CacheNamespace = "r1" });
        var after = Api(new Integration { Type = IntegrationType.Http, Uri = "http://b", CacheNamespace = "r1", Credentials = "role" });
        DeploymentComparison.Compare(before, after).ShouldBe(
        [
            new MemberChange("/resources/~1pets~1{id}/GET/methodIntegration/credentials", null, "role"),
            new MemberChange("/resources/~1pets~1{id}/GET/methodIntegration/uri", "http://a", "http://b"),
        ]);
        DeploymentComparison.Compare(after, before)[0].ShouldBe(new MemberChange("/resources/~1pets~1{id}/GET/methodIntegration/credentials", "role", null));
    }

    [Fact]
    public void Compare_TheSameUnderOtherIds_IsTheSame()
    {
        var before = Api(new Integration { Type = IntegrationType.Mock, CacheNamespace = "r1" });
        var after = Api(new Integration { Type = IntegrationType.Mock, CacheNamespace = "r2" }, "r2");
        DeploymentComparison.Compare(before, after).ShouldBeEmpty();
        DeploymentComparison.Digest(after).ShouldBe(DeploymentComparison.Digest(before));
    }

    [Fact]
    public void Digest_OtherOrder_IsTheSame_OtherContent_IsAnother()
    {
        var full = Populated.Make<DeployedApi>();
        var turned = full with { Resources = [.. full.Resources.Reverse()], Models = [.. full.Models.Reverse()] };
        DeploymentComparison.Digest(turned).ShouldBe(DeploymentComparison.Digest(full));
        DeploymentComparison.Digest(full).ShouldMatch("^[0-9a-f]{64}$");
        DeploymentComparison.Digest(full with { Name = "other" }).ShouldNotBe(DeploymentComparison.Digest(full));
    }

    private static DeployedApi Api(Integration integration, string id = "r1") => new()
    {
        RestApiId = "a",
        Name = "shop",
        Resources =
        [
            new Resource
            {
                Id = id,
                Path = "/pets/{id}",
                Methods = new Dictionary<string, Method> { ["GET"] = new() { HttpMethod = "GET", MethodIntegration = integration } },
            },
        ],
    };

    /// <summary>For every member anywhere in a value: its name, and the value with that member alone changed.</summary>
    private static IEnumerable<(string Member, object Value)> Variations(Type type, object value)
    {
        foreach (var property in Populated.Members(type))
        {
            var original = property.GetValue(value)!;
            foreach (var (inner, changed) in Changed(property.PropertyType, original))
            {
                yield return (inner ?? $"{type.Name}.{property.Name}", With(value, property, changed));
            }
        }
    }

    private static IEnumerable<(string? Inner, object? Changed)> Changed(Type type, object original)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (original is string text)
        {
            yield return (null, text + "x");
        }
        else if (original is bool flag)
        {
            yield return (null, !flag);
        }
        else if (original is int number)
        {
            yield return (null, number + 1);
        }
        else if (type.IsEnum)
        {
            yield return (null, Enum.GetValues(type).GetValue(0));
        }
        else if (original is IDictionary map)
        {
            var element = type.GenericTypeArguments[1];
            foreach (var (inner, changed) in Changed(element, map["key"]!))
            {
                var copy = (IDictionary)Activator.CreateInstance(map.GetType(), map)!;
                copy["key"] = changed;
                yield return (inner, copy);
            }
        }
        else if (original is Array list)
        {
            foreach (var (inner, changed) in Changed(type.GenericTypeArguments[0], list.GetValue(0)!))
            {
                var copy = (Array)list.Clone();
                copy.SetValue(changed, 0);
                yield return (inner, copy);
            }
        }
        else
        {
            foreach (var variation in Variations(type, original))
            {
                yield return variation;
            }
        }
    }

    private static object With(object record, PropertyInfo property, object? value)
    {
        var copy = record.GetType().GetMethod("<Clone>$")!.Invoke(record, [])!;
        property.SetValue(copy, value);
        return copy;
    }
}
