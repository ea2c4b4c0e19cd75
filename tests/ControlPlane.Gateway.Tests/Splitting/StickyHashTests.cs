using System.Globalization;
using System.Text;
using ControlPlane.Gateway.Splitting;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Splitting;

public sealed class StickyHashTests
{
    private const int Users = 100_000;

    public static TheoryData<string> Kinds => ["user-{0}", "{0}", "someone{0}@example.com", "00000000-0000-4000-8000-{0:x12}"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_share_is_reached_within_half_a_point_whatever_the_users_are_called(string format)
    {
        foreach (var salt in new[] { "canary1", "canary2", "dep002" })
        {
            var hash = new StickyHash(salt);
            var places = Enumerable.Range(0, Users).Select(i => hash.PlaceOf(string.Format(CultureInfo.InvariantCulture, format, i))).Order().ToArray();
            (places[0], places[^1]).ShouldSatisfyAllConditions(() => places[0].ShouldBeGreaterThanOrEqualTo(0), () => places[^1].ShouldBeLessThan(100));
            for (var i = 0; i < Users; i++)
            {
                // Of the percentages up to this place exactly i users are in the canary: the worst share is met at one of the places.
                Math.Abs((100.0 * i / Users) - places[i]).ShouldBeLessThan(0.5);
            }
        }
    }

    [Fact]
    public void A_share_of_a_hundredth_of_a_percent_is_told_from_none()
    {
        var hash = new StickyHash("canary1");
        Enumerable.Range(0, 1_000_000).Count(i => hash.PlaceOf(string.Create(CultureInfo.InvariantCulture, $"user-{i}")) < 0.01).ShouldBeInRange(60, 140);
    }

    [Fact]
    public void Nobody_leaves_while_the_share_grows() => Prop.ForAll(
        Gen.Zip(Gen.Elements(Enumerable.Range(0, 1000).Select(i => $"user-{i}").ToArray()), Gen.Zip(Gen.Choose(0, 10_000), Gen.Choose(0, 10_000))).ToArbitrary(),
        sample =>
        {
            var (user, (one, other)) = sample;
            var place = new StickyHash("salt").PlaceOf(user);
            var (smaller, larger) = (Math.Min(one, other) / 100.0, Math.Max(one, other) / 100.0);
            return place >= smaller || place < larger || smaller.Equals(larger);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_next_canary_orders_the_users_anew()
    {
        var (one, other) = (new StickyHash("canary1"), new StickyHash("canary2"));
        var both = Enumerable.Range(0, Users).Count(i =>
        {
            var user = string.Create(CultureInfo.InvariantCulture, $"user-{i}");
            return one.PlaceOf(user) < 10 && other.PlaceOf(user) < 10;
        });
        both.ShouldBeInRange(Users / 100 * 8 / 10, Users / 100 * 12 / 10);
    }

    [Fact]
    public void Text_and_its_bytes_have_one_place_and_so_do_long_keys()
    {
        var hash = new StickyHash("salt");
        hash.PlaceOf("m\u00fcller").ShouldBe(hash.PlaceOf(Encoding.Latin1.GetBytes("m\u00fcller")));
        var longKey = new string('x', 5000);
        hash.PlaceOf(longKey).ShouldBe(hash.PlaceOf(new string('x', 5000)));
        hash.PlaceOf(longKey).ShouldNotBe(hash.PlaceOf(longKey + "y"));
    }
}
