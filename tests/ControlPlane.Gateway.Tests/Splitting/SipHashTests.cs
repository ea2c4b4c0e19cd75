using ControlPlane.Gateway.Splitting;

namespace ControlPlane.Gateway.Tests.Splitting;

public sealed class SipHashTests
{
    // The paper's key, and texts 00 01 02 ... of each length.
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(1, 0x74f839c593dc67fd)]
    [InlineData(2, 0x0d6c8009d9a94f5a)]
    [InlineData(7, 0xab0200f58b01d137)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void Hashes_as_the_paper_does(int length, ulong expected) =>
        new SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908).Hash([.. Enumerable.Range(0, length).Select(value => (byte)value)]).ShouldBe(expected);
}
