using ControlPlane.Domain.DomainNames;
using ControlPlane.Gateway.Integrations;
using ControlPlane.Gateway.Integrations.Http;
using ControlPlane.Gateway.Locating;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.Extensions.Logging.Abstractions;

namespace ControlPlane.Gateway.Tests.Locating;

public sealed class LocatorTests : IDisposable
{
    private readonly HttpBackends _backends = new();
    private readonly SnapshotCache _snapshots;

    public LocatorTests() => _snapshots = new SnapshotCache(
        new FakeStageSource(),
        new SnapshotCompiler(new IntegrationBinder(_backends, new FakeLambda()), Admissions.Binder(), "123456789012", NullLoggerFactory.Instance),
        TimeProvider.System,
        null,
        NullLogger<SnapshotCache>.Instance);

    public void Dispose() => _backends.Dispose();

    [Theory]
    [InlineData("abc.execute-api.localhost:4001", "/prod/x", "abc/prod", "/x", "/x", "/prod/x")]
    [InlineData("ABC.execute-api.us-east-1.amazonaws.com", "/prod", "abc/prod", "/", "/", "/prod")]
    [InlineData("abc.execute-api.localhost", "/prod/", "abc/prod", "/", "/", "/prod/")]
    [InlineData("abc.execute-api.localhost", "/prod//x", "abc/prod", "/x", "/x", "/prod//x")]
    [InlineData("abc.execute-api.localhost", "//prod/x/", "abc/prod", "/x/", "/x/", "/prod/x/")]
    [InlineData("127.0.0.1:4001", "/abc/prod/x%2Fy", "abc/prod", "/x%2Fy", "/x%2Fy", "/prod/x%2Fy")]
    [InlineData("[::1]:4001", "/abc/prod", "abc/prod", "/", "/", "/prod")]
    [InlineData("localhost", "//abc//prod//x", "abc/prod", "/x", "/x", "/prod//x")]
    public void Finds_the_stage_by_address(string host, string path, string stage, string route, string eventPath, string contextPath)
    {
        var entry = Locator.Locate(path, HostName.Parse(host), null, _snapshots, out var location).ShouldNotBeNull();

        $"{entry.ApiId}/{entry.StageName}".ShouldBe(stage);
        location.RoutePath(path).ToString().ShouldBe(route);
        location.EventPath(path).ShouldBe(eventPath);
        location.ContextPath(path).ShouldBe(contextPath);
    }

    [Theory]
    [InlineData("/shop/x", "shop/live", "/x", "/shop/x")]
    [InlineData("/shop", "shop/live", "/", "/shop")]
    [InlineData("/shop/admin/x", "admin/live", "/x", "/shop/admin/x")]
    [InlineData("/shopping", "fallback/live", "/shopping", "/shopping")]
    [InlineData("/free/beta/x", "free/beta", "/x", "/free/beta/x")]
    [InlineData("/", "fallback/live", "/", "/")]
    public void Finds_the_stage_by_custom_domain(string path, string stage, string route, string eventPath)
    {
        var domain = new CustomDomain
        {
            Name = "api.example.com",
            CreatedDate = DateTimeOffset.UnixEpoch,
            Mappings = new Dictionary<string, BasePathMapping>
            {
                ["(none)"] = new("fallback", "live"),
                ["shop"] = new("shop", "live"),
                ["shop/admin"] = new("admin", "live"),
                ["free"] = new("free", null),
            },
        };

        var entry = Locator.Locate(path, HostName.Parse("api.example.com"), domain, _snapshots, out var location).ShouldNotBeNull();

        $"{entry.ApiId}/{entry.StageName}".ShouldBe(stage);
        location.RoutePath(path).ToString().ShouldBe(route);
        location.EventPath(path).ShouldBe(eventPath);
        location.ContextPath(path).ShouldBe(eventPath);
        location.DomainPrefix.ShouldBe("api");
    }

    [Theory]
    [InlineData("127.0.0.1", "/")]
    [InlineData("127.0.0.1", "/abc")]
    [InlineData("127.0.0.1", "/a%62c/prod/x")]
    [InlineData("abc.execute-api.localhost", "/")]
    [InlineData("a.b.execute-api.localhost", "/prod")]
    public void Finds_nothing(string host, string path) =>
        Locator.Locate(path, HostName.Parse(host), null, _snapshots, out _).ShouldBeNull();
}
