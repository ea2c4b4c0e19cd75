using ControlPlane.Gateway.Compression;

namespace ControlPlane.Gateway.Tests.Compression;

public sealed class AcceptedCodingTests
{
    [Theory]
    [InlineData(null, "Identity")]
    [InlineData("", "Identity")]
    [InlineData("gzip", "Gzip")]
    [InlineData("GZIP", "Gzip")]
    [InlineData("x-gzip", "Gzip")]
    [InlineData("deflate", "Deflate")]
    [InlineData("deflate, gzip", "Gzip")]
    [InlineData("gzip;q=0.5, deflate;q=0.8", "Deflate")]
    [InlineData("gzip ; q=0.5 , deflate;Q=0.4", "Gzip")]
    [InlineData("gzip;q=0", "Identity")]
    [InlineData("gzip;q=0, deflate;q=0.001", "Deflate")]
    [InlineData("gzip;q=0.5, identity", "Identity")]
    [InlineData("identity, gzip", "Gzip")]
    [InlineData("br, *", "Identity")]
    [InlineData("*;q=1", "Identity")]
    [InlineData("gzip, deflate, br", "Gzip")]
    [InlineData("gzip;q=much", "Identity")]
    [InlineData("gzip;q=NaN", "Identity")]
    [InlineData("gzip;q=2", "Identity")]
    [InlineData("gzip;", "Identity")]
    [InlineData(",,;,gzip", "Gzip")]
    public void Takes_the_coding_with_the_highest_weight(string? accepted, string coding) => AcceptedCoding.Find(accepted).ToString().ShouldBe(coding);
}
