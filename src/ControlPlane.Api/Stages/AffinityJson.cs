using System.Text.Json;
using ControlPlane.Api.Requests;
using ControlPlane.Api.Wire;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;

namespace ControlPlane.Api.Stages;

/// <summary>Who is in a stage's canary, on the wire.</summary>
internal static class AffinityJson
{
    /// <summary>Reads and checks an affinity.</summary>
    /// <param name="body">The request's body.</param>
    /// <param name="present">The affinity that is set, or null: its override's secret stays unless there is a new one.</param>
    /// <exception cref="Domain.Errors.ApiException">400 that names the member.</exception>
    public static CanaryAffinity Read(RequestBody body, CanaryAffinity? present) => CanaryAffinityRules.Validate(new CanaryAffinity
    {
        By = body.Member<AffinityKey>("by") ?? AffinityKey.Random,
        Name = body.Text("name"),
        Missing = body.Member<MissingAffinityKey>("missing") ?? MissingAffinityKey.Base,
        Cookie = body.Object("cookie") is { } cookie ? ReadCookie(cookie) : null,
        Override = body.Object("override") is { } settings
            ? CanaryAffinityRules.Override(settings.RequiredText("headerName"), settings.Text("secret"), present?.Override)
            : null,
        Rules = [.. body.Objects("rules").Select(ReadRule)],
        ResponseHeader = body.Text("responseHeader"),
    });

    /// <summary>Writes an affinity; absent members are those that say nothing.</summary>
    public static void Write(Utf8JsonWriter writer, CanaryAffinity affinity)
    {
        writer.WriteStartObject();
        writer.WriteString("by", WireNames.Of(affinity.By));
        writer.Optional("name", affinity.Name);
        if (affinity.By is AffinityKey.Header or AffinityKey.Claim or AffinityKey.SourceIp)
        {
            writer.WriteString("missing", WireNames.Of(affinity.Missing));
        }

        if (affinity.Cookie is { } cookie)
        {
            writer.WriteStartObject("cookie");
            writer.WriteNumber("maxAgeSeconds", cookie.MaxAgeSeconds);
            writer.WriteString("path", cookie.Path);
            if (cookie.Secure is { } secure)
            {
                writer.WriteBoolean("secure", secure);
            }

            writer.WriteString("sameSite", WireNames.Of(cookie.SameSite));
            writer.WriteEndObject();
        }

        if (affinity.Override is { } settings)
        {
            writer.WriteStartObject("override");
            writer.WriteString("headerName", settings.HeaderName);
            writer.WriteBoolean("secretSet", true);
            writer.WriteEndObject();
        }

        if (affinity.Rules.Count > 0)
        {
            writer.WriteStartArray("rules");
            foreach (var rule in affinity.Rules)
            {
                Write(writer, rule);
            }

            writer.WriteEndArray();
        }

        writer.Optional("responseHeader", affinity.ResponseHeader);
        writer.WriteEndObject();
    }

    private static AffinityCookie ReadCookie(RequestBody cookie) => new()
    {
        MaxAgeSeconds = cookie.Whole("maxAgeSeconds") ?? CanaryAffinityRules.DefaultCookieAge,
        Path = cookie.Text("path") ?? "/",
        Secure = cookie.Boolean("secure"),
        SameSite = cookie.Member<SameSiteMode>("sameSite") ?? SameSiteMode.Lax,
    };

    private static CanaryRule ReadRule(RequestBody rule) => new()
    {
        By = rule.RequiredMember<CanaryRuleSubject>("by"),
        Name = rule.Text("name"),
        Value = rule.Text("value"),
        Range = rule.Text("range"),
        Canary = rule.RequiredMember<CanaryRuleEffect>("canary"),
    };

    private static void Write(Utf8JsonWriter writer, CanaryRule rule)
    {
        writer.WriteStartObject();
        writer.WriteString("by", WireNames.Of(rule.By));
        writer.Optional("name", rule.Name);
        writer.Optional("value", rule.Value);
        writer.Optional("range", rule.Range);
        writer.WriteString("canary", WireNames.Of(rule.Canary));
        writer.WriteEndObject();
    }
}
