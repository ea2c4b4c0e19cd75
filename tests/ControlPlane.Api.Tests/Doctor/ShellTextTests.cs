using ControlPlane.Api.Doctor;

namespace ControlPlane.Api.Tests.Doctor;

public sealed class ShellTextTests
{
    [Theory]
    [InlineData("pets", "pets")]
    [InlineData("arn:aws:lambda:us-east-1:1:function:pets", "arn:aws:lambda:us-east-1:1:function:pets")]
    [InlineData("", "''")]
    [InlineData("$LATEST", "'$LATEST'")]
    [InlineData("a b", "'a b'")]
    [InlineData("$(rm -rf ~)`x`", "'$(rm -rf ~)`x`'")]
    [InlineData("it's", @"'it'\''s'")]
    [InlineData("a\nb;c", "'a\nb;c'")]
    [InlineData("päts", "'päts'")]
    public void Words_are_one_word_whatever_is_in_them(string text, string quoted) => ShellText.Quote(text).ShouldBe(quoted);
}
