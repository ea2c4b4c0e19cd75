using System.Text.Json;
using ControlPlane.Domain.ApiKeys;
using ControlPlane.Domain.UsagePlans;

namespace ControlPlane.Storage.Json;

/// <summary>Reads API keys and usage plans.</summary>
internal static class AccessReader
{
    public static ApiKey ApiKey(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? id = null, value = null, name = null, customerId = null, description = null;
        var enabled = false;
        DateTimeOffset? createdDate = null, lastUpdatedDate = null;
        List<string>? stageKeys = null, usagePlanIds = null;
        Dictionary<string, string>? tags = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id": id = reader.GetString(); break;
                case "value": value = reader.GetString(); break;
                case "name": name = reader.GetString(); break;
                case "customerId": customerId = reader.GetString(); break;
                case "description": description = reader.GetString(); break;
                case "enabled": enabled = reader.GetBoolean(); break;
                case "createdDate": createdDate = reader.OptionalTime(); break;
                case "lastUpdatedDate": lastUpdatedDate = reader.OptionalTime(); break;
                case "stageKeys": stageKeys = reader.Texts(); break;
                case "usagePlanIds": usagePlanIds = reader.Texts(); break;
                case "tags": tags = reader.TextMap(); break;
                default: reader.Skip(); break;
            }
        }

        return new ApiKey
        {
            Id = id ?? throw ValueReaders.Lacks(nameof(id)),
            Value = value ?? throw ValueReaders.Lacks(nameof(value)),
            Name = name,
            CustomerId = customerId,
            Description = description,
            Enabled = enabled,
            CreatedDate = createdDate ?? throw ValueReaders.Lacks(nameof(createdDate)),
            LastUpdatedDate = lastUpdatedDate ?? throw ValueReaders.Lacks(nameof(lastUpdatedDate)),
            StageKeys = stageKeys!,
            UsagePlanIds = usagePlanIds!,
            Tags = tags!,
        };
    }

    public static UsagePlan UsagePlan(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? id = null, name = null, description = null, productCode = null;
        List<UsagePlanStage>? apiStages = null;
        ThrottleSettings? throttle = null;
        QuotaSettings? quota = null;
        Dictionary<string, string>? tags = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "id": id = reader.GetString(); break;
                case "name": name = reader.GetString(); break;
                case "description": description = reader.GetString(); break;
                case "apiStages": apiStages = reader.List(UsagePlanStage); break;
                case "throttle": throttle = reader.Optional(ThrottleSettings); break;
                case "quota": quota = reader.Optional(QuotaSettings); break;
                case "productCode": productCode = reader.GetString(); break;
                case "tags": tags = reader.TextMap(); break;
                default: reader.Skip(); break;
            }
        }

        return new UsagePlan
        {
            Id = id ?? throw ValueReaders.Lacks(nameof(id)),
            Name = name ?? throw ValueReaders.Lacks(nameof(name)),
            Description = description,
            ApiStages = apiStages!,
            Throttle = throttle,
            Quota = quota,
            ProductCode = productCode,
            Tags = tags!,
        };
    }

    public static UsagePlanStage UsagePlanStage(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        string? apiId = null, stage = null;
        Dictionary<string, ThrottleSettings>? throttle = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "apiId": apiId = reader.GetString(); break;
                case "stage": stage = reader.GetString(); break;
                case "throttle": throttle = reader.Map(ThrottleSettings); break;
                default: reader.Skip(); break;
            }
        }

        return new UsagePlanStage(apiId ?? throw ValueReaders.Lacks(nameof(apiId)), stage ?? throw ValueReaders.Lacks(nameof(stage))) { Throttle = throttle! };
    }

    public static ThrottleSettings ThrottleSettings(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        double? rateLimit = null;
        int? burstLimit = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "rateLimit": rateLimit = reader.TokenType == JsonTokenType.Null ? null : reader.GetDouble(); break;
                case "burstLimit": burstLimit = reader.OptionalInt(); break;
                default: reader.Skip(); break;
            }
        }

        return new ThrottleSettings(rateLimit, burstLimit);
    }

    public static QuotaSettings QuotaSettings(ref Utf8JsonReader reader)
    {
        reader.StartObject();
        int limit = 0, offset = 0;
        QuotaPeriod? period = null;
        while (reader.NextMember() is { } member)
        {
            switch (member)
            {
                case "limit": limit = reader.GetInt32(); break;
                case "offset": offset = reader.GetInt32(); break;
                case "period": period = EnumReader.QuotaPeriod(reader.GetString()); break;
                default: reader.Skip(); break;
            }
        }

        return new QuotaSettings(limit, offset, period ?? throw ValueReaders.Lacks(nameof(period)));
    }
}
