using ControlPlane.Gateway.Tracing;

namespace ControlPlane.Gateway.Tests.Tracing;

public sealed class TraceSamplingTests
{
    private const string Root = "1-68eb6a1b-2b3c4d5e6f708192a3b4c5d6";

    [Theory]
    [InlineData($"Root={Root};Parent=53995c3f42cd8ad8;Sampled=1", Root, "53995c3f42cd8ad8", true)]
    [InlineData($"Sampled=0; Root={Root}", Root, "", false)]
    [InlineData($"Self=1-68eb6a1b-ffffffffffffffffffffffff;Root={Root};Lineage=a:0", Root, "", null)]
    [InlineData("Root=1-68eb6a1b;Sampled=?", "", "", null)]
    [InlineData("Root=2-68eb6a1b-2b3c4d5e6f708192a3b4c5d6", "", "", null)]
    [InlineData("Root=1-68eb6a1x-2b3c4d5e6f708192a3b4c5d6;Parent=short;Sampled=", "", "", null)]
    [InlineData("", "", "", null)]
    [InlineData(";;=;", "", "", null)]
    public void A_header_has_these_parts(string header, string root, string parent, bool? sampled)
    {
        var parsed = TraceHeader.Parse(header);
        (parsed.Root.ToString(), parsed.Parent.ToString(), parsed.IsSampled).ShouldBe((root, parent, sampled));
    }

    [Fact]
    public void The_first_of_each_second_is_picked_and_none_other_at_a_rate_of_nothing()
    {
        var sampler = new TraceSampler(new TraceSampling(2, 0));
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        bool Picks() => sampler.Picks(now, "id");
        (Picks(), Picks(), Picks()).ShouldBe((true, true, false));
        now = now.AddSeconds(0.9);
        Picks().ShouldBeFalse();
        now = now.AddSeconds(0.1);
        (Picks(), Picks(), Picks()).ShouldBe((true, true, false));
        now = now.AddSeconds(-1);
        Picks().ShouldBeFalse("a thread that comes late counts in the newer second");
    }

    [Fact]
    public void Of_the_others_a_share_is_picked_by_their_ids()
    {
        var now = DateTimeOffset.UnixEpoch;
        var ids = Enumerable.Range(0, 20_000).Select(i => $"1-68eb6a1b-{i:x24}").ToArray();
        var few = new TraceSampler(new TraceSampling(0, 0.05));
        var more = new TraceSampler(new TraceSampling(0, 0.2));
        var picked = ids.Where(id => few.Picks(now, id)).ToArray();
        picked.Length.ShouldBeInRange(800, 1200);
        picked.ShouldAllBe(id => more.Picks(now, id));
        new TraceSampler(new TraceSampling(0, 0.05)).Picks(now, picked[0]).ShouldBeTrue();
        new TraceSampler(TraceSampling.All).Picks(now, "").ShouldBeTrue();
    }
}
