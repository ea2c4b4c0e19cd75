using ControlPlane.Api.Tests.Hosting;
using ControlPlane.Domain.LogCosts;
using ControlPlane.Domain.Metrics;
using ControlPlane.Storage.Items;
using ControlPlane.Storage.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace ControlPlane.Api.Tests.LogCosts;

public sealed class LogCostTests : ApiTest
{
    [Fact]
    public async Task Get_TellsVolumesBillsAndSavings()
    {
        var (api, stage, _) = await CreateStageAsync();
        App.Clock.Now = App.Clock.Now.AddMinutes(60);
        await LogAsync(api, 30, false, volume =>
        {
            volume.Suppress(LogKind.Debug, new LogAmount(4_000_000, 8_000_000_000));
            volume.Suppress(LogKind.Info, new LogAmount(1_000_000, 1_500_000_000));
            volume.Write(LogKind.Warning, new LogAmount(10_000, 5_000_000));
            volume.AddRoute("GET /pets", 4_000_000);
        });
        await LogAsync(api, 31, true, volume => volume.Write(LogKind.Error, new LogAmount(100, 100_000)));

        var shown = await App.GetAsync($"{stage}/logcost?retentionDays=7");

        shown.ShouldBe(
            200,
            $$$"""
            {"from":{{{TestClock.Start + 60}}},"to":{{{TestClock.Start + 3660}}},"measuredSeconds":3540,
            "effective":{"source":"DEFAULT","level":"WARNING","sampleRate":0,"methods":{}},
            "base":{"levels":{{{Levels("0,0,4000000,8000000000", "0,0,1000000,1500000000", "10000,5000000,0,0")}}},
            "projections":[{{{Row("DEBUG")}}},{{{Row("INFO")}}},{{{Row("WARNING")}}},{{{Row("ERROR")}}},{{{Row("CRITICAL")}}},{{{Row("OFF")}}}],"present":{{{Row("WARNING")}}}},
            "canary":{"levels":{{{Levels("0,0,0,0", "0,0,0,0", "0,0,0,0", "100,100000,0,0")}}},
            "projections":[{{{Row("DEBUG", 1)}}},{{{Row("INFO", 1)}}},{{{Row("WARNING", 1)}}},{{{Row("ERROR", 1)}}},{{{Row("CRITICAL", 1)}}},{{{Row("OFF", 1)}}}],"present":{{{Row("WARNING", 1)}}}},
            "total":{"levels":{{{Levels("0,0,4000000,8000000000", "0,0,1000000,1500000000", "10000,5000000,0,0", "100,100000,0,0")}}},
            "projections":[{{{Row("DEBUG", 2)}}},{{{Row("INFO", 2)}}},{{{Row("WARNING", 2)}}},{{{Row("ERROR", 2)}}},{{{Row("CRITICAL", 2)}}},{{{Row("OFF", 2)}}}],"present":{{{Row("WARNING", 2)}}}},
            "savings":{"retentionDays":7,"against":[{"against":"DEBUG","cost":3292.160459,"saved":3290.328194,"percent":99.9},{"against":"INFO","cost":523.227989,"saved":521.395724,"percent":99.6}],
            "summary":"WARNING saves 99.9 % of the 3292.16 $/month of DEBUG, and saves 99.6 % of the 523.23 $/month of INFO."},
            "routes":[{"route":"GET /pets","bytes":4000000,"share":0.784314}],
            "prices":{"region":"us-east-1","date":"2025-05-01","source":"https://aws.amazon.com/cloudwatch/pricing/","currency":"USD",
            "ingestion":[{"upToGigabytes":10240,"perGigabyte":0.5},{"upToGigabytes":30720,"perGigabyte":0.25},{"upToGigabytes":51200,"perGigabyte":0.1},{"perGigabyte":0.05}],
            "storagePerGigabyteMonth":0.03,"compressionFactor":0.15},
            "warnings":["GET /pets writes 78 % of the bytes."]}
            """.ReplaceLineEndings(""));
    }

    [Fact]
    public async Task TheLevelInForce_DecidesWhatIsSaved()
    {
        var (api, stage, _) = await CreateStageAsync();
        App.Clock.Now = App.Clock.Now.AddMinutes(60);
        await LogAsync(api, 30, false, volume =>
        {
            volume.Suppress(LogKind.Debug, new LogAmount(1, 8_000_000));
            volume.Write(LogKind.Error, new LogAmount(1000, 2_000_000));
        });

        (await SavedAsync()).ShouldBe(("WARNING", 79.8));
        (await App.PutAsync($"{stage}/loglevel", """{"level":"DEBUG","ttlSeconds":600,"sampleRate":0.5}""")).ShouldSucceed();
        (await SavedAsync()).ShouldBe(("DEBUG", 0.0));
        (await App.PutAsync($"{stage}/loglevel", """{"level":"ERROR","sampleRate":0.5}""")).ShouldSucceed();
        (await SavedAsync()).ShouldBe(("ERROR", 39.9));
        (await App.PutAsync($"{stage}/loglevel", """{"level":"DEBUG","ttlSeconds":60}""")).ShouldSucceed();
        var shown = (await App.GetAsync($"{stage}/logcost")).Json;
        ((string?)shown["effective"]!["source"], (double)shown["expiresAt"]!).ShouldBe(("OVERRIDE", TestClock.Start + 3660));
        App.Clock.Now = App.Clock.Now.AddMinutes(2);
        (await SavedAsync()).ShouldBe(("WARNING", 79.8), "its time is over, even if nobody has taken it off the stage yet");

        async Task<(string?, double)> SavedAsync()
        {
            var answer = (await App.GetAsync($"{stage}/logcost?minutes=120")).ShouldSucceed().Json;
            return ((string?)answer["effective"]!["level"], (double)answer["savings"]!["against"]![0]!["percent"]!);
        }
    }

    [Fact]
    public async Task MethodsWithLevelsOfTheirOwn_CountAsTheyWrite_SinceTheLastChange()
    {
        var (api, stage, _) = await CreateStageAsync();
        (await App.PatchAsync("/account", "replace /cloudwatchRoleArn arn:aws:iam::123456789012:role/logs")).ShouldSucceed();
        App.Clock.Now = App.Clock.Now.AddMinutes(30);
        await LogAsync(api, 29, false, volume => volume.Write(LogKind.Error, new LogAmount(1000, 900_000_000)));
        (await App.PatchAsync(stage, "replace /~1/GET/logging/loglevel OFF")).ShouldSucceed();

        Warnings(await App.GetAsync($"{stage}/logcost"))
            .ShouldBe(["Methods have levels of their own, for less than a whole minute: the present is projected as if all had WARNING."]);

        App.Clock.Now = App.Clock.Now.AddMinutes(21);
        await LogAsync(api, 40, false, volume => volume.Write(LogKind.Error, new LogAmount(1, 20_000_000)));
        var answer = await App.GetAsync($"{stage}/logcost?retentionDays=30,7");
        Warnings(answer).ShouldBeEmpty();
        ((double)answer.Json["total"]!["present"]!["gigabytesPerMonth"]!).ShouldBe(40.233135, 1e-4, "a minute's 20 MB for 43,200 minutes, by the 20 since the change");
        ((double)answer.Json["savings"]!["retentionDays"]!).ShouldBe(30);
    }

    [Theory]
    [InlineData("minutes=0", "Invalid minutes specified. It must be a whole number from 1 to 1440")]
    [InlineData("retentionDays=0", "Invalid retentionDays specified. It must be up to 10 whole numbers from 1 to 3653")]
    [InlineData("retentionDays=", "Invalid retentionDays specified. It must be up to 10 whole numbers from 1 to 3653")]
    [InlineData("retentionDays=7,forever", "Invalid retentionDays specified. It must be up to 10 whole numbers from 1 to 3653")]
    [InlineData("retentionDays=3654", "Invalid retentionDays specified. It must be up to 10 whole numbers from 1 to 3653")]
    [InlineData("retentionDays=1,2,3,4,5,6,7,8,9,10,11", "Invalid retentionDays specified. It must be up to 10 whole numbers from 1 to 3653")]
    public async Task Get_Rejects(string query, string message)
    {
        var (_, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{stage}/logcost?{query}")).ShouldBeBadRequest(message);
    }

    [Fact]
    public async Task WithoutTraffic_ItSaysSo()
    {
        var (_, stage, _) = await CreateStageAsync();
        var answer = await App.GetAsync($"{stage}/logcost");
        Warnings(answer).ShouldBe(["Nothing was logged or suppressed in this window: there is nothing to project."]);
        ((double)answer.Json["total"]!["present"]!["monthlyCosts"]![3]!["total"]!).ShouldBe(0);
        answer.Json["total"]!["present"]!["monthlyCosts"]!.AsArray().Select(bill => (int)bill!["retentionDays"]!).ShouldBe([30, 7, 90, 365]);
    }

    [Fact]
    public async Task WithoutTheStageOrTheStore_ThereIsNothing()
    {
        var (api, stage, _) = await CreateStageAsync();
        (await App.GetAsync($"{api}/stages/nope/logcost")).ShouldBeNotFound("Invalid Stage identifier specified");
        App.Store.AfterRead = static _ => throw new StoreUnavailableException("made to fail");
        (await App.GetAsync($"{stage}/logcost")).Status.ShouldBe(503);
    }

    private static string?[] Warnings(Reply answer) => [.. answer.ShouldSucceed().Json["warnings"]!.AsArray().Select(warning => (string?)warning)];

    private static string Levels(params string[] amounts)
    {
        string[] names = ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL", "ACCESS", "EXECUTION"];
        return "[" + string.Join(",", names.Select((name, place) =>
        {
            var numbers = (place < amounts.Length ? amounts[place] : "0,0,0,0").Split(',');
            return $$"""{"level":"{{name}}","writtenRecords":{{numbers[0]}},"writtenBytes":{{numbers[1]}},"suppressedRecords":{{numbers[2]}},"suppressedBytes":{{numbers[3]}}}""";
        })) + "]";
    }

    /// <summary>A projection of the base (0), the canary (1) or both (2) above, at a retention of seven days.</summary>
    private static string Row(string level, int which = 0)
    {
        var served = level switch
        {
            "DEBUG" => 8_000_000_000.0 + (4_000_000 * 26) + Info,
            "INFO" => Info,
            "WARNING" => Warning,
            _ => 0,
        };
        var canary = level is "CRITICAL" or "OFF" ? 0 : 100_000 + (100 * 26);
        var bytes = (which is 0 or 2 ? served : 0) + (which is 1 or 2 ? canary : 0);
        var gigabytes = bytes * 30 * 86_400 / 3540 / 1024 / 1024 / 1024;
        var (ingestion, storage) = (gigabytes > 10_240 ? 5120 + ((gigabytes - 10_240) * 0.25) : gigabytes * 0.5, gigabytes * 7 / 30 * 0.15 * 0.03);
        return FormattableString.Invariant(
            $$"""{"level":"{{level}}","gigabytesPerMonth":{{Math.Round(gigabytes, 6)}},"monthlyCosts":[{"retentionDays":7,"ingestion":{{Math.Round(ingestion, 6)}},"storage":{{Math.Round(storage, 6)}},"total":{{Math.Round(ingestion + storage, 6)}}}]}""");
    }

    private const double Warning = 5_000_000 + (10_000 * 26);
    private const double Info = 1_500_000_000.0 + (1_000_000 * 26) + Warning;

    private async Task LogAsync(string api, int minute, bool isCanary, Action<LogVolume> log)
    {
        var counts = new RequestCounts();
        counts.Add(200, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(10));
        log(counts.Logs);
        await App.Services.GetRequiredService<MetricsRepository>().AddAsync(
            api.Split('/')[^1], "prod", isCanary, new MinuteCounts(DateTimeOffset.FromUnixTimeSeconds(TestClock.Start + (minute * 60)), counts), default);
    }
}
