using System.Text.Json;
using ControlPlane.Domain.Stages;

namespace ControlPlane.Storage.Json;

/// <summary>Reads what a stage says of its canary's clients and of mirroring.</summary>
internal static class AffinityReader
{
    public static CanaryAffinity CanaryAffinity(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        AffinityKey by = default;
        MissingAffinityKey missing = default;
        string? name = null, responseHeader = null;
        AffinityCookie? cookie = null;
        CanaryOverride? canaryOverride = null;
        List<CanaryRule>? rules = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "by": by = EnumReader.AffinityKey(reader.GetString()); break;
                case "name": name = reader.GetString(); break;
                case "missing": missing = EnumReader.MissingAffinityKey(reader.GetString()); break;
                case "cookie": cookie = reader.Optional(AffinityCookie); break;
                case "override": canaryOverride = reader.Optional(CanaryOverride); break;
                case "rules": rules = reader.List(CanaryRule); break;
                case "responseHeader": responseHeader = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        return new CanaryAffinity
        {
            By = by,
            Name = name,
            Missing = missing,
            Cookie = cookie,
            Override = canaryOverride,
            Rules = rules!,
            ResponseHeader = responseHeader,
        };
    }

    public static AffinityCookie AffinityCookie(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        var maxAgeSeconds = 0;
        string? path = null;
        bool? secure = null;
        SameSiteMode sameSite = default;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "maxAgeSeconds": maxAgeSeconds = reader.GetInt32(); break;
                case "path": path = reader.GetString(); break;
                case "secure": secure = reader.TokenType == JsonTokenType.Null ? null : reader.GetBoolean(); break;
                case "sameSite": sameSite = EnumReader.SameSiteMode(reader.GetString()); break;
                default: reader.Skip(); break;
            }
        }

        return new AffinityCookie { MaxAgeSeconds = maxAgeSeconds, Path = path ?? throw ValueReaders.Lacks(nameof(path)), Secure = secure, SameSite = sameSite };
    }

    public static CanaryOverride CanaryOverride(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? headerName = null, key = null, digest = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "headerName": headerName = reader.GetString(); break;
                case "key": key = reader.GetString(); break;
                case "digest": digest = reader.GetString(); break;
                default: reader.Skip(); break;
            }
        }

        return new CanaryOverride(
            headerName ?? throw ValueReaders.Lacks(nameof(headerName)), key ?? throw ValueReaders.Lacks(nameof(key)), digest ?? throw ValueReaders.Lacks(nameof(digest)));
    }

    public static CanaryRule CanaryRule(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        CanaryRuleSubject by = default;
        CanaryRuleEffect canary = default;
        string? name = null, value = null, range = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "by": by = EnumReader.CanaryRuleSubject(reader.GetString()); break;
                case "name": name = reader.GetString(); break;
                case "value": value = reader.GetString(); break;
                case "range": range = reader.GetString(); break;
                case "canary": canary = EnumReader.CanaryRuleEffect(reader.GetString()); break;
                default: reader.Skip(); break;
            }
        }

        return new CanaryRule { By = by, Name = name, Value = value, Range = range, Canary = canary };
    }

    public static StageMirroring StageMirroring(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        List<MirroredRoute>? routes = null;
        int maxConcurrent = 0, maxPerSecond = 0, sampleSize = 0;
        List<string>? ignoreHeaders = null, ignoreJsonMembers = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "routes": routes = reader.List(MirroredRoute); break;
                case "maxConcurrent": maxConcurrent = reader.GetInt32(); break;
                case "maxPerSecond": maxPerSecond = reader.GetInt32(); break;
                case "ignoreHeaders": ignoreHeaders = reader.Texts(); break;
                case "ignoreJsonMembers": ignoreJsonMembers = reader.Texts(); break;
                case "sampleSize": sampleSize = reader.GetInt32(); break;
                default: reader.Skip(); break;
            }
        }

        return new StageMirroring
        {
            Routes = routes!,
            MaxConcurrent = maxConcurrent,
            MaxPerSecond = maxPerSecond,
            IgnoreHeaders = ignoreHeaders!,
            IgnoreJsonMembers = ignoreJsonMembers!,
            SampleSize = sampleSize,
        };
    }

    public static MirroredRoute MirroredRoute(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? resourcePath = null, httpMethod = null;
        double percent = 0;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "resourcePath": resourcePath = reader.GetString(); break;
                case "httpMethod": httpMethod = reader.GetString(); break;
                case "percent": percent = reader.GetDouble(); break;
                default: reader.Skip(); break;
            }
        }

        return new MirroredRoute(resourcePath ?? throw ValueReaders.Lacks(nameof(resourcePath)), httpMethod ?? throw ValueReaders.Lacks(nameof(httpMethod)), percent);
    }
}
