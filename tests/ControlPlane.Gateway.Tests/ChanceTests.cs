namespace ControlPlane.Gateway.Tests;

public sealed class ChanceTests
{
    [Fact]
    public void Stays_evenly_spread_however_often_it_is_renewed()
    {
        var tenths = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            if (i % 1000 == 0)
            {
                Chance.Renew();
            }

            var value = Chance.Instance.NextDouble();
            value.ShouldBeInRange(0, 1 - 1e-16);
            tenths[(int)(value * 10)]++;
        }

        tenths.ShouldAllBe(count => count > 9_000 && count < 11_000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(16)]
    public void Gives_bytes_of_every_value(int length)
    {
        var seen = new HashSet<byte>();
        var bytes = new byte[length];
        for (var i = 0; i < 20_000; i++)
        {
            Chance.Instance.NextBytes(bytes);
            seen.Add(bytes[length - 1]);
        }

        seen.Count.ShouldBe(256);
    }

    [Fact]
    public void Ids_stay_ids_when_it_is_renewed()
    {
        Chance.Renew();

        Guid.Parse(RequestIds.NewId()).Version.ShouldBe(4);
        RequestIds.NewId().ShouldNotBe(RequestIds.NewId());
    }
}
