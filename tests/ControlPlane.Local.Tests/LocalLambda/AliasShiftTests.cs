using System.Net;
using System.Text;
using ControlPlane.Lambda.Functions;
using ControlPlane.Lambda.Invocations;
using ControlPlane.Rollouts.Aliases;

namespace ControlPlane.Local.Tests.LocalLambda;

/// <summary>Releases of two aliases against the local Lambda service, with faults between them and it.</summary>
public sealed class AliasShiftTests : IAsyncLifetime, IDisposable
{
    private readonly FaultyWire _wire = new();
    private readonly AliasMove[] _release = [new("f", "live", "1", "2"), new("arn:aws:lambda:us-east-1:123456789012:function:g", "live", "1", "2")];
    private LambdaApp _app = null!;
    private LambdaClient _client = null!;

    private AliasShift Shift => new(new Lazy<ILambdaFunctions>(_client.Functions));

    public async Task InitializeAsync()
    {
        _app = await LambdaApp.StartAsync();
        _client = new LambdaClient(_app.Client.BaseAddress!, handler: _wire);
        foreach (var function in new[] { "f", "g" })
        {
            await _app.CreateBashAsync(function, "echo '\"1\"'", body => body["Publish"] = true);
            await PublishAsync(function, "2");
            await _client.Functions.CreateAliasAsync(function, new CreateAliasRequest("live", "1"));
        }

        _wire.Requests.Clear();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _wire.Dispose();
    }

    [Fact]
    public async Task Release_is_shifted_in_steps_and_finished()
    {
        (await RoutesAsync()).ShouldBe("1 1");
        (await Shift.ShiftAsync(_release, 12.5, default)).Aliases.Select(static alias => (alias.Outcome, alias.FunctionVersion, alias.AdditionalVersion, alias.PercentTraffic))
            .ShouldBe([(AliasOutcome.Changed, "1", "2", 12.5), (AliasOutcome.Changed, "1", "2", 12.5)]);
        (await RoutesAsync()).ShouldBe("1+2=0.125 1+2=0.125");
        (await Shift.ShiftAsync(_release, 100, default)).Succeeded.ShouldBeTrue();
        (await RoutesAsync()).ShouldBe("1+2=1 1+2=1");
        (await _app.InvokeAsync("f:live")).Header("X-Amz-Executed-Version").ShouldBe("2");
        (await Shift.FinishAsync(_release, default)).Succeeded.ShouldBeTrue();
        (await RoutesAsync()).ShouldBe("2 2");
        (await Shift.ReadAsync(_release, default)).Aliases.ShouldAllBe(static alias => alias.PercentTraffic == 100 && alias.FunctionVersion == "2");
    }

    [Fact]
    public async Task What_is_as_wanted_is_not_written()
    {
        await Shift.ShiftAsync(_release, 5, default);
        _wire.Requests.Clear();
        (await Shift.ShiftAsync(_release, 5, default)).Aliases.ShouldAllBe(static alias => alias.Outcome == AliasOutcome.AsWanted && alias.PercentTraffic == 5);
        _wire.Requests.ShouldAllBe(static request => request.StartsWith("GET ", StringComparison.Ordinal));
        await Shift.FinishAsync(_release, default);
        _wire.Requests.Clear();
        (await Shift.FinishAsync(_release, default)).Succeeded.ShouldBeTrue();
        _wire.Requests.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(101)]
    public async Task Release_is_restored_from_anywhere(double percent)
    {
        _ = percent > 100 ? await Shift.FinishAsync(_release, default) : await Shift.ShiftAsync(_release, percent, default);
        (await Shift.RestoreAsync(_release, default)).Succeeded.ShouldBeTrue();
        (await RoutesAsync()).ShouldBe("1 1");
    }

    [Fact]
    public async Task Killed_between_two_aliases_the_next_call_goes_on()
    {
        await Shift.ShiftAsync(_release, 5, default);
        using var killed = new CancellationTokenSource();
        _wire.Before = request =>
        {
            if (request == "PUT g")
            {
                killed.Cancel();
            }

            return null;
        };
        await Should.ThrowAsync<OperationCanceledException>(async () => await Shift.ShiftAsync(_release, 20, killed.Token));
        _wire.Before = null;
        (await RoutesAsync()).ShouldBe("1+2=0.2 1+2=0.05");

        (await Shift.ShiftAsync(_release, 20, default)).Aliases.Select(static alias => alias.Outcome).ShouldBe([AliasOutcome.AsWanted, AliasOutcome.Changed]);
        (await RoutesAsync()).ShouldBe("1+2=0.2 1+2=0.2");
    }

    [Theory]
    [InlineData(429, "TooManyRequestsException", AliasOutcome.Throttled)]
    [InlineData(503, "ServiceException", AliasOutcome.Unavailable)]
    [InlineData(403, "AccessDeniedException", AliasOutcome.Refused)]
    [InlineData(412, "PreconditionFailedException", AliasOutcome.Conflict)]
    [InlineData(404, "ResourceNotFoundException", AliasOutcome.NotFound)]
    public async Task One_alias_that_cannot_be_changed_puts_the_others_back(int status, string type, AliasOutcome outcome)
    {
        await Shift.ShiftAsync(_release, 5, default);
        _wire.Before = request => request == "PUT g" ? FaultyWire.Refusal(status, type) : null;
        foreach (var finish in new[] { false, true })
        {
            var result = finish ? await Shift.FinishAsync(_release, default) : await Shift.ShiftAsync(_release, 50, default);

            result.Succeeded.ShouldBeFalse();
            result.Aliases.Select(static alias => (alias.Outcome, alias.PercentTraffic)).ShouldBe([(AliasOutcome.PutBack, 5), (outcome, 5)]);
            result.Problem!.ShouldContain("function:g:live");
            (await RoutesAsync()).ShouldBe("1+2=0.05 1+2=0.05");
        }
    }

    [Fact]
    public async Task Throttled_for_a_moment_is_tried_again()
    {
        var refusals = 2;
        _wire.Before = request => request == "PUT f" && refusals-- > 0 ? FaultyWire.Refusal(429, "TooManyRequestsException") : null;
        (await Shift.ShiftAsync(_release, 10, default)).Succeeded.ShouldBeTrue();
        _wire.Requests.Count(static request => request == "PUT f").ShouldBe(3);
    }

    [Fact]
    public async Task Change_whose_answers_are_all_lost_is_found_out_and_put_back()
    {
        _wire.After = request => request == "PUT g";
        var result = await Shift.ShiftAsync(_release, 10, default);
        result.Aliases.Select(static alias => alias.Outcome).ShouldBe([AliasOutcome.PutBack, AliasOutcome.Unavailable]);
        _wire.After = null;
        (await RoutesAsync()).ShouldBe("1 1");
    }

    [Theory]
    [InlineData("3", null, 0)]
    [InlineData("1", "3", 0.5)]
    [InlineData("2", "1", 0.5)]
    public async Task What_somebody_else_has_made_of_an_alias_is_told_and_stays(string version, string? other, double weight)
    {
        await Shift.ShiftAsync(_release, 5, default);
        await PublishAsync("g", "3");
        await SetAsync("g", version, other, weight);
        var theirs = await RouteAsync("g");
        _wire.Requests.Clear();

        var shifted = await Shift.ShiftAsync(_release, 50, default);
        shifted.Aliases.Select(static alias => alias.Outcome).ShouldBe([AliasOutcome.PutBack, AliasOutcome.Conflict]);
        shifted.Problem!.ShouldStartWith("Somebody else has changed the alias ");
        _wire.Requests.ShouldNotContain(static request => request.StartsWith("PUT ", StringComparison.Ordinal));

        // Going back hinders no other alias.
        (await Shift.RestoreAsync(_release, default)).Aliases.Select(static alias => alias.Outcome).ShouldBe([AliasOutcome.Changed, AliasOutcome.Conflict]);
        (await RoutesAsync()).ShouldBe($"1 {theirs}");
    }

    [Theory]
    [InlineData(0.3, AliasOutcome.AsWanted, "1+2=0.3 1+2=0.3")]
    [InlineData(0.9, AliasOutcome.Conflict, "1 1+2=0.9")]
    public async Task Change_between_reading_and_writing_is_ours_only_when_it_is_what_was_wanted(double weight, AliasOutcome outcome, string routes)
    {
        _wire.BeforeAsync = async request =>
        {
            if (request == "PUT g")
            {
                _wire.BeforeAsync = null;
                await SetAsync("g", "1", "2", weight);
            }
        };
        (await Shift.ShiftAsync(_release, 30, default)).Aliases[1].Outcome.ShouldBe(outcome);
        (await RoutesAsync()).ShouldBe(routes);
    }

    [Fact]
    public async Task Missing_alias_or_version_changes_nothing()
    {
        AliasMove[] gone = [_release[0], new("g", "none", "1", "2")];
        (await Shift.ShiftAsync(gone, 10, default)).Aliases.Select(static alias => (alias.Outcome, alias.PercentTraffic)).ShouldBe([(AliasOutcome.PutBack, 0), (AliasOutcome.NotFound, null)]);
        AliasMove[] versionless = [_release[0], new("g", "live", "1", "9")];
        (await Shift.ShiftAsync(versionless, 10, default)).Aliases[1].Outcome.ShouldBe(AliasOutcome.NotFound);
        (await RoutesAsync()).ShouldBe("1 1");
    }

    [Theory]
    [InlineData("f:live", "live", "1", "2")]
    [InlineData("", "live", "1", "2")]
    [InlineData("f", "7", "1", "2")]
    [InlineData("f", "live", "$LATEST", "2")]
    [InlineData("f", "live", "1", "1")]
    [InlineData("f", "live", "1", "two")]
    public void Moves_that_cannot_be_are_refused(string function, string alias, string from, string to) =>
        Should.Throw<ArgumentException>(() => new AliasMove(function, alias, from, to));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public async Task Shares_are_percentages(double percent) =>
        await Should.ThrowAsync<ArgumentOutOfRangeException>(async () => await Shift.ShiftAsync(_release, percent, default));

    private async Task PublishAsync(string function, string answer)
    {
        (await _app.UpdateCodeAsync(function, Package.Bash($"echo '\"{answer}\"'"))).ShouldBe(HttpStatusCode.OK);
        (await _app.PublishAsync(function)).ShouldBe(HttpStatusCode.Created)["Version"].ShouldBe(answer);
    }

    private async Task SetAsync(string function, string version, string? other, double weight)
    {
        using var somebody = new LambdaClient(_app.Client.BaseAddress!);
        await somebody.Functions.UpdateAliasAsync(function, "live", new UpdateAliasRequest
        {
            FunctionVersion = version,
            RoutingConfig = new AliasRoutingConfiguration
            {
                AdditionalVersionWeights = other is null ? new Dictionary<string, double>() : new Dictionary<string, double> { [other] = weight },
            },
        });
    }

    private async Task<string> RoutesAsync() => $"{await RouteAsync("f")} {await RouteAsync("g")}";

    private async Task<string> RouteAsync(string function)
    {
        using var somebody = new LambdaClient(_app.Client.BaseAddress!);
        var alias = await somebody.Functions.GetAliasAsync(function, "live");
        return alias.FunctionVersion + string.Concat(alias.RoutingConfig?.AdditionalVersionWeights.Select(static weight => FormattableString.Invariant($"+{weight.Key}={weight.Value}")) ?? []);
    }

    /// <summary>The way to the service: requests can be refused, and answers lost, by verb and function (<c>PUT f</c>).</summary>
    private sealed class FaultyWire() : DelegatingHandler(new SocketsHttpHandler())
    {
        public List<string> Requests { get; } = [];

        public Func<string, HttpResponseMessage?>? Before { get; set; }

        public Func<string, Task>? BeforeAsync { get; set; }

        public Func<string, bool>? After { get; set; }

        public static HttpResponseMessage Refusal(int status, string type)
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("""{"message":"made to refuse"}""", Encoding.UTF8, "application/json") };
            response.Headers.Add("x-amzn-ErrorType", type);
            return response;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var function = FunctionName.Parse(Uri.UnescapeDataString(request.RequestUri!.Segments[3].TrimEnd('/'))).Name;
            var name = $"{request.Method} {function}";
            Requests.Add(name);
            await (BeforeAsync?.Invoke(name) ?? Task.CompletedTask);
            if (Before?.Invoke(name) is { } refusal)
            {
                return refusal;
            }

            var response = await base.SendAsync(request, cancellationToken);
            if (After?.Invoke(name) == true)
            {
                response.Dispose();
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost.");
            }

            return response;
        }
    }
}
