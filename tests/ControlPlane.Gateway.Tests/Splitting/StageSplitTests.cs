using ControlPlane.Domain.Stages;
using ControlPlane.Gateway.Splitting;
using ControlPlane.Gateway.Tests.Doubles;

namespace ControlPlane.Gateway.Tests.Splitting;

public sealed class StageSplitTests
{
    private const string Secret = "let-me-in-please";

    [Theory]
    [InlineData(AffinityKey.Header, "X-User", "X-User", "alice")]
    [InlineData(AffinityKey.Cookie, "who", "Cookie", "a=b; who=alice; c=d")]
    [InlineData(AffinityKey.Cookie, "who", "Cookie", "awho=bob;who=\"alice\"")]
    public void The_key_has_the_place_of_its_text(AffinityKey by, string name, string header, string value)
    {
        var decision = Split(new CanaryAffinity { By = by, Name = name }).DecideAndKeep(Request((header, value)));
        (decision.Reason, decision.Place).ShouldBe((SplitReason.Sticky, new StickyHash("salt").PlaceOf("alice")));
        decision.IsCanary.ShouldBe(decision.Place < 50);
    }

    [Fact]
    public void A_claim_has_the_place_of_its_text() =>
        Split(new CanaryAffinity { By = AffinityKey.Claim, Name = "sub" }).DecideAndKeep(Request(("Authorization", BearerClaimTests.Bearer("""{"sub":"alice"}"""))))
            .Place.ShouldBe(new StickyHash("salt").PlaceOf("alice"));

    [Theory]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    public void Addresses_of_one_network_have_one_place(string one, string other, bool same)
    {
        var split = Split(new CanaryAffinity { By = AffinityKey.SourceIp });
        (Place(one) == Place(other)).ShouldBe(same);

        double Place(string address)
        {
            var decision = split.Decide(new RequestContext(new FakeExchange("GET", "/") { Address = address }, TimeProvider.System));
            decision.Reason.ShouldBe(SplitReason.Sticky);
            return decision.Place;
        }
    }

    [Theory]
    [InlineData(MissingAffinityKey.Base, false)]
    [InlineData(MissingAffinityKey.Random, null)]
    public void Without_a_key_the_stage_says_where_to(MissingAffinityKey missing, bool? canary)
    {
        var reason = canary is null ? SplitReason.Random : SplitReason.MissingKey;
        var header = Split(new CanaryAffinity { By = AffinityKey.Header, Name = "X-User", Missing = missing });
        header.DecideAndKeep(Request()).ShouldBe(new SplitDecision(canary, reason));
        header.DecideAndKeep(Request(("X-User", " "))).ShouldBe(new SplitDecision(canary, reason));
        Split(new CanaryAffinity { By = AffinityKey.Claim, Name = "sub", Missing = missing }).DecideAndKeep(Request(("Authorization", "Bearer x"))).ShouldBe(new SplitDecision(canary, reason));
    }

    [Fact]
    public void Without_the_cookie_a_client_gets_one_that_keeps_it_where_it_is()
    {
        var split = Split(new CanaryAffinity { By = AffinityKey.Cookie, Name = "who" });
        for (var i = 0; i < 20; i++)
        {
            var request = Request();
            var first = split.DecideAndKeep(request);
            request.NewAffinity.ShouldNotBeNull().Length.ShouldBe(22);
            split.DecideAndKeep(Request(("Cookie", $"who={request.NewAffinity}"))).ShouldBe(first);
        }
    }

    [Theory]
    [InlineData("let-me-in-please=canary", true)]
    [InlineData("let-me-in-please=base", false)]
    [InlineData(" let-me-in-please ", true)]
    [InlineData("let-me-in-pleasE=canary", null)]
    [InlineData("=canary", null)]
    [InlineData("", null)]
    public void Who_knows_the_secret_picks_and_the_header_goes_no_further(string value, bool? canary)
    {
        foreach (var percent in new[] { 0.0, 100.0 })
        {
            var split = Split(new CanaryAffinity { Override = CanaryOverride.Create("X-Canary", Secret) }, percent);
            var request = Request(("X-Canary", value), ("X-Other", "stays"));
            split.DecideAndKeep(request).ShouldBe(canary is null ? new SplitDecision(null, SplitReason.Random) : new SplitDecision(canary, SplitReason.Override));
            (request.Exchange.FindHeader("x-canary"), request.Exchange.Headers.Last("X-Canary"), request.Exchange.FindHeader("X-Other")).ShouldBe((null, null, "stays"));
        }
    }

    [Fact]
    public void A_stage_without_canary_takes_the_header_out_all_the_same()
    {
        var split = StageSplit.Of(Sample.Stage() with { CanaryAffinity = new CanaryAffinity { Override = CanaryOverride.Create("X-Canary", Secret) } })!;
        var request = Request(("X-Canary", Secret));
        split.DecideAndKeep(request).ShouldBe(new SplitDecision(false, SplitReason.NoCanary));
        request.Exchange.FindHeader("X-Canary").ShouldBeNull();
    }

    [Theory]
    [InlineData("X-Group", "beta", "", "192.0.2.1", 0)]
    [InlineData("X-Group", "staff", "old=1", "192.0.2.1", 1)]
    [InlineData("X-None", "", "a=b&version=v%202", "192.0.2.1", 2)]
    [InlineData("X-None", "", "version=v2", "10.1.2.3", 3)]
    [InlineData("Authorization", "plan=gold", "", "192.0.2.1", 4)]
    [InlineData("X-None", "", "version=v2", "192.0.2.1", -1)]
    public void The_first_rule_that_matches_counts(string header, string value, string query, string address, int rule)
    {
        if (header == "Authorization")
        {
            value = BearerClaimTests.Bearer("""{"plan":"gold"}""");
        }

        CanaryRule[] rules =
        [
            new() { By = CanaryRuleSubject.Header, Name = "x-group", Value = "beta", Canary = CanaryRuleEffect.Always },
            new() { By = CanaryRuleSubject.Query, Name = "old", Canary = CanaryRuleEffect.Never },
            new() { By = CanaryRuleSubject.Query, Name = "version", Value = "v 2", Canary = CanaryRuleEffect.Always },
            new() { By = CanaryRuleSubject.SourceIp, Range = "10.0.0.0/8", Canary = CanaryRuleEffect.Never },
            new() { By = CanaryRuleSubject.Claim, Name = "plan", Value = "gold", Canary = CanaryRuleEffect.Always },
        ];
        var exchange = new FakeExchange("GET", "/", query, "", (header, value)) { Address = address };
        var decision = Split(new CanaryAffinity { Rules = rules }).Decide(new RequestContext(exchange, TimeProvider.System));
        decision.ShouldBe(rule < 0
            ? new SplitDecision(null, SplitReason.Random)
            : new SplitDecision(rules[rule].Canary == CanaryRuleEffect.Always, SplitReason.Rule, 0, rule));
    }

    private static StageSplit Split(CanaryAffinity affinity, double percent = 50)
    {
        var canary = new CanarySettings { DeploymentId = "dep002", PercentTraffic = percent, Salt = "salt" };
        return StageSplit.Of(Sample.Stage(canary: canary) with { CanaryAffinity = affinity })!;
    }

    private static RequestContext Request(params IReadOnlyList<(string Name, string Value)> headers) => new(new FakeExchange("GET", "/", "", "", headers), TimeProvider.System);
}
