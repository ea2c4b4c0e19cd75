using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ControlPlane.Domain.ClientCertificates;
using ControlPlane.Domain.Integrations;
using ControlPlane.Gateway.Snapshots;
using ControlPlane.Gateway.Tests.Doubles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ControlPlane.Gateway.Tests.Integrations.Http;

/// <summary>A backend that serves only who shows the certificate it knows.</summary>
public sealed class ClientCertificateTests : IAsyncLifetime, IDisposable
{
    private static readonly KeyProtection Protection = new(new string('s', 32));

    private readonly ClientCertificate _generated = CertificateGeneration.Generate("abc123", DateTimeOffset.UtcNow.AddMinutes(-1), Protection);
    private readonly RecordingLoggers _loggers = new();
    private WebApplication _backend = null!;
    private string _address = "";

    public async Task InitializeAsync()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=backend", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddMinutes(-1), DateTimeOffset.UtcNow.AddDays(1));
        var expected = X509Certificate2.CreateFromPem(_generated.PemEncodedCertificate).Thumbprint;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pkcs12), null);
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => certificate.Thumbprint == expected;
        })));
        _backend = builder.Build();
        _backend.Run(context => context.Response.WriteAsync(context.Connection.ClientCertificate?.Thumbprint ?? "nobody"));
        await _backend.StartAsync();
        _address = _backend.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public async Task DisposeAsync() => await _backend.DisposeAsync();

    public void Dispose() => _loggers.Dispose();

    [Theory]
    [InlineData(IntegrationType.HttpProxy)]
    [InlineData(IntegrationType.Http)]
    public async Task Stage_WithACertificate_ShowsItToItsBackend(IntegrationType type)
    {
        await using var host = await StartAsync(type, new StageCertificate("abc123", CertificateGeneration.Open(_generated, Protection), null));
        using var response = await host.GetAsync("/x");
        (await response.Content.ReadAsStringAsync()).ShouldBe(X509Certificate2.CreateFromPem(_generated.PemEncodedCertificate).Thumbprint);
        Faults().ShouldBeEmpty();
    }

    [Fact]
    public async Task Stage_WithoutOne_ShowsNone()
    {
        await using var host = await StartAsync(IntegrationType.HttpProxy, null);
        using var response = await host.GetAsync("/x");
        (await response.Content.ReadAsStringAsync()).ShouldBe("nobody");
    }

    [Fact]
    public async Task Certificate_ThatCannotBeUsed_IsSaidOnce_AndTheRequestServed()
    {
        await using var host = await StartAsync(IntegrationType.HttpProxy, new StageCertificate("abc123", null, "The client certificate abc123 does not exist."));
        for (var i = 0; i < 3; i++)
        {
            using var response = await host.GetAsync("/x");
            (await response.Content.ReadAsStringAsync()).ShouldBe("nobody");
        }

        Faults().ShouldHaveSingleItem().ShouldContain("The client certificate abc123 does not exist.");
    }

    [Fact]
    public async Task Certificate_ThatHasExpired_IsSaid()
    {
        var old = CertificateGeneration.Generate("old001", DateTimeOffset.UtcNow.AddDays(-400), Protection);
        await using var host = await StartAsync(IntegrationType.HttpProxy, new StageCertificate("old001", CertificateGeneration.Open(old, Protection), null));
        using var response = await host.GetAsync("/x");
        Faults().ShouldHaveSingleItem().ShouldContain("The client certificate old001 has expired on");
    }

    private List<string> Faults() => [.. _loggers.Problems.Where(text => text.Contains("client certificate"))];

    private async Task<GatewayHost> StartAsync(IntegrationType type, StageCertificate? certificate)
    {
        var integration = Sample.HttpProxy(_address, "GET") with
        {
            Type = type,
            TlsConfig = new TlsConfig(InsecureSkipVerification: true),
            RequestParameters = new Dictionary<string, string>(),
            IntegrationResponses = new Dictionary<string, IntegrationResponse> { ["200"] = new() { StatusCode = "200" } },
        };
        var host = await GatewayHost.StartAsync(Sample.Api(Sample.Resource("/x", Sample.Method("GET", integration))), loggers: _loggers);
        host.Source.Put(Sample.Stage(), certificate: certificate);
        return host;
    }
}
