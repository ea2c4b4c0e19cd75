using System.Net;
using ControlPlane.Gateway.WebAcls;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.WebAcls;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("192.0.2.1")]
    [InlineData("0.0.0.0")]
    [InlineData("255.255.255.255")]
    [InlineData("::")]
    [InlineData("::1")]
    [InlineData("1::")]
    [InlineData("2001:db8::7")]
    [InlineData("2001:DB8:1:2:3:4:5:6")]
    [InlineData("::ffff:192.0.2.1")]
    [InlineData("64:ff9b::192.0.2.33")]
    [InlineData("1:2:3:4:5:6:192.0.2.33")]
    [InlineData("1:2:3::6:7:8")]
    [InlineData("1:2:3:4:5:6:7::")]
    public void Addresses_are_what_the_framework_takes_them_for(string text)
    {
        ClientAddress.TryParse(text, out var address).ShouldBeTrue();
        address.ShouldBe(ClientAddress.Of(IPAddress.Parse(text)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("test-invoke-source-ip")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2..4")]
    [InlineData("1.2.3.4:80")]
    [InlineData("1.2.3.0004")]
    [InlineData(":1")]
    [InlineData(":::")]
    [InlineData("1::2::3")]
    [InlineData("1:2:3:4:5:6:7")]
    [InlineData("1:2:3:4:5:6:7:8:9")]
    [InlineData("1:2:3:4:5:6:7:8::")]
    [InlineData("1:2:3:4:5:6:7:1.2.3.4")]
    [InlineData("1:")]
    [InlineData("12345::")]
    [InlineData("g::")]
    public void What_is_none_is_refused(string text) => ClientAddress.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Zones_do_not_count()
    {
        ClientAddress.TryParse("fe80::1%eth0", out var address).ShouldBeTrue();
        address.ShouldBe(ClientAddress.Of(IPAddress.Parse("fe80::1")));
    }

    [Fact]
    public void The_number_of_a_mapped_address_is_that_of_the_address()
    {
        ClientAddress.TryParse("192.0.2.1", out var plain).ShouldBeTrue();
        ClientAddress.TryParse("::ffff:c000:201", out var mapped).ShouldBeTrue();
        mapped.ShouldBe(plain);
        ClientAddress.IsV4(plain).ShouldBeTrue();
        ClientAddress.IsV4(plain + ((UInt128)1 << 48)).ShouldBeFalse();
    }

    [Fact]
    public void Every_address_is_read_as_it_is_written() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements<byte>(0, 0, 0, 1, 0x7F, 0xAB, 0xFF), 16).ToArbitrary(),
        bytes =>
        {
            var address = new IPAddress(bytes);
            return ClientAddress.TryParse(address.ToString(), out var read) && read == ClientAddress.Of(address);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Networks_contain_what_the_framework_says_they_contain() => Prop.ForAll(
        Gen.Zip(Gen.ListOf(Networks()), Gen.ArrayOf(Gen.Elements<byte>(0, 1, 127, 128, 255), 4)).ToArbitrary(),
        sample =>
        {
            var address = new IPAddress(sample.Item2);
            return new AddressRanges(sample.Item1).Contains(ClientAddress.Of(address)) == sample.Item1.Any(network => network.Contains(address));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Both_families_may_be_in_one_set()
    {
        var ranges = new AddressRanges([IPNetwork.Parse("2001:db8::/32"), IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("::1/128"), IPNetwork.Parse("192.0.2.128/25")]);
        new[] { "192.0.2.0", "192.0.2.255", "::ffff:192.0.2.9", "2001:db8:ffff::1", "::1" }.Select(text => Has(ranges, text)).ShouldAllBe(has => has);
        new[] { "192.0.1.255", "192.0.3.0", "2001:db9::", "::2", "::" }.Select(text => Has(ranges, text)).ShouldAllBe(has => !has);
        new AddressRanges([]).Contains(0).ShouldBeFalse();
    }

    private static bool Has(AddressRanges ranges, string text) => ClientAddress.TryParse(text, out var address) && ranges.Contains(address);

    private static Gen<IPNetwork> Networks() =>
        from bytes in Gen.ArrayOf(Gen.Elements<byte>(0, 1, 127, 128, 255), 4)
        from length in Gen.Choose(1, 32)
        select new IPNetwork(new IPAddress([.. bytes.Select((value, i) => (byte)(value & (0xFF00 >> Math.Clamp(length - (i * 8), 0, 8))))]), length);
}
