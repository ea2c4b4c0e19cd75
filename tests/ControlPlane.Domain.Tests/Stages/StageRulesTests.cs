using ControlPlane.Domain.Stages;

namespace ControlPlane.Domain.Tests.Stages;

public sealed class StageRulesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("Prod_1-blue")]
    [InlineData("-")]
    public void Accepts_StageNames(string name) => StageRules.ValidateName(name).ShouldBe(name);

    [Fact]
    public void Accepts_StageNamesUpTo128() => StageRules.ValidateName(new string('a', 128)).Length.ShouldBe(128);

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("é")]
    [InlineData("$default")]
    [InlineData("a\n")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Rejects_StageNames(string name) => Refusal.ShouldBeBadRequest(() => StageRules.ValidateName(name), "Stage name only allows a-zA-Z0-9_");

    [Theory]
    [InlineData("a", "b")]
    [InlineData("A_9", "AZaz09-._~:/?#&=,")]
    [InlineData("url", "https://example.com:8080/a/b?c=d&e=f#g")]
    public void Accepts_Variables(string name, string value) => StageRules.ValidateVariable(name, value).ShouldBe(value);

    [Theory]
    [InlineData("")]
    [InlineData("a-b")]
    [InlineData("a b")]
    [InlineData("a.b")]
    [InlineData("é")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Rejects_VariableNames(string name) =>
        Refusal.ShouldBeBadRequest(() => StageRules.ValidateVariable(name, "x"), $"Invalid stage variable name: {name}.  Please use names with only word characters.");

    [Theory]
    [InlineData(null, "null")]
    [InlineData("", "")]
    [InlineData("$LATEST", "$LATEST")]
    [InlineData("a b", "a b")]
    [InlineData("a+b", "a+b")]
    [InlineData("a@b", "a@b")]
    [InlineData("100%", "100%")]
    [InlineData("é", "é")]
    public void Rejects_VariableValues(string? value, string shown) => Refusal.ShouldBeBadRequest(
        () => StageRules.ValidateVariable("a", value),
        $"Invalid stage variable value: {shown}.  Please use values with alphanumeric characters and the symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','.");

    [Fact]
    public void Variables_LengthsAndCount_AreBounded()
    {
        StageRules.ValidateVariable(new string('n', 64), new string('v', 512)).Length.ShouldBe(512);
        Should.Throw<Errors.ApiException>(() => StageRules.ValidateVariable("n", new string('v', 513))).Message.ShouldStartWith("Invalid stage variable value: vvv");
        var many = Enumerable.Range(0, 101).ToDictionary(i => $"v{i}", _ => "x");
        Refusal.ShouldBeBadRequest(() => StageRules.ValidateVariables(many), "Too many stage variables. A stage can have at most 100.");
        many.Remove("v0");
        StageRules.ValidateVariables(many).Count.ShouldBe(100);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.01)]
    [InlineData(100.0)]
    public void Accepts_Percent(double percent) => StageRules.ValidatePercent(percent).ShouldBe(percent);

    [Theory]
    [InlineData(-0.01)]
    [InlineData(100.01)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Rejects_Percent(double percent) =>
        Refusal.ShouldBeBadRequest(() => StageRules.ValidatePercent(percent), "Invalid canary percent traffic: it must be a number between 0.0 and 100.0");
}
