using System.Buffers.Text;
using System.Text;
using ControlPlane.Gateway.Splitting;
using FsCheck;
using FsCheck.Fluent;

namespace ControlPlane.Gateway.Tests.Splitting;

public sealed class BearerClaimTests
{
    [Theory]
    [InlineData("""{"sub":"alice"}""", "alice")]
    [InlineData("""{"aud":{"sub":"no"},"iat":1,"list":[{"sub":"no"}],"sub":"al\u0069ce\u00e4"}""", "alice\u00e4")]
    [InlineData("""{"sub":42}""", "42")]
    [InlineData("""{"sub":true}""", "true")]
    [InlineData("""{"sub":""}""", null)]
    [InlineData("""{"sub":null}""", null)]
    [InlineData("""{"sub":{"x":1}}""", null)]
    [InlineData("""{"sub":["alice"]}""", null)]
    [InlineData("""{"sub":"\ud800"}""", null)]
    [InlineData("""{"iss":"x"}""", null)]
    [InlineData("""["sub"]""", null)]
    [InlineData("""{"sub":"alice" """, "alice")]
    [InlineData("{", null)]
    [InlineData("", null)]
    public void A_claim_is_read_from_the_payload(string payload, string? expected) => Read(Bearer(payload)).ShouldBe(expected);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer ")]
    [InlineData("Bearer x")]
    [InlineData("Bearer x.y")]
    [InlineData("Bearer x..z")]
    [InlineData("Bearer x.%%%.z")]
    [InlineData("Basic eyJzdWIiOiJhIn0=")]
    public void What_is_no_token_has_no_claims(string? authorization) => Read(authorization).ShouldBeNull();

    [Fact]
    public void What_is_too_large_is_not_read()
    {
        Read(Bearer($$"""{"sub":"{{new string('x', 600)}}"}""")).ShouldBeNull();
        Read(Bearer($$"""{"other":"{{new string('x', 10_000)}}","sub":"alice"}""")).ShouldBeNull();
        Read(Bearer($$"""{"other":"{{new string('x', 6_000)}}","sub":"alice"}""")).ShouldBe("alice");
    }

    [Fact]
    public void Garbage_never_throws() => Prop.ForAll<byte[]>(bytes =>
    {
        Read($"Bearer a.{Base64Url.EncodeToString(bytes ?? [])}.b");
        Read("Bearer " + Encoding.Latin1.GetString(bytes ?? []));
        return true;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("beta", true)]
    [InlineData("bet", false)]
    [InlineData(null, true)]
    public void A_rule_wants_a_value_or_the_claim_alone(string? value, bool matches) =>
        BearerClaim.Matches(Bearer("""{"group":"beta"}"""), "group", value).ShouldBe(matches);

    internal static string Bearer(string payload) => $"Bearer eyJhbGciOiJub25lIn0.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.sig";

    private static string? Read(string? authorization)
    {
        Span<byte> room = stackalloc byte[512];
        return BearerClaim.TryRead(authorization, "sub", room, out var length) ? Encoding.UTF8.GetString(room[..length]) : null;
    }
}
