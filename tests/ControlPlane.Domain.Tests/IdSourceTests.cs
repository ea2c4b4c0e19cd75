namespace ControlPlane.Domain.Tests;

public sealed class IdSourceTests
{
    [Theory]
    [InlineData(IdSource.ApiLength)]
    [InlineData(IdSource.PartLength)]
    public void Next_EverySource_HasLengthAndAlphabet(int length)
    {
        foreach (var source in new[] { IdSource.Random, IdSource.Seeded("seed") })
        {
            for (var i = 0; i < 200; i++)
            {
                source.Next(length).ShouldMatch($"^[a-z0-9]{{{length}}}$");
            }
        }
    }

    [Fact]
    public void Random_DoesNotRepeat() => Enumerable.Range(0, 1000).Select(_ => IdSource.Random.Next(10)).Distinct().Count().ShouldBe(1000);

    [Fact]
    public void Seeded_SameSeed_GivesTheSameIds()
    {
        var (first, second, other) = (IdSource.Seeded("a"), IdSource.Seeded("a"), IdSource.Seeded("b"));
        var ids = Enumerable.Range(0, 20).Select(_ => first.Next(10)).ToList();
        Enumerable.Range(0, 20).Select(_ => second.Next(10)).ShouldBe(ids);
        ids.Distinct().Count().ShouldBe(20);
        Enumerable.Range(0, 20).Select(_ => other.Next(10)).ShouldNotContain(id => ids.Contains(id));
    }
}
