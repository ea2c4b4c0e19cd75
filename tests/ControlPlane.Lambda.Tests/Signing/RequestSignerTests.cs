using Amazon.Runtime;
using ControlPlane.Lambda.Signing;

namespace ControlPlane.Lambda.Tests.Signing;

/// <summary>Signatures compared with AWS's published test suite for Signature Version 4.</summary>
public sealed class RequestSignerTests
{
    public static TheoryData<int> Vectors => [.. Enumerable.Range(0, SigningVector.All.Length)];

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Signs_as_AWS_does(int index)
    {
        var vector = SigningVector.All[index];
        var address = new Uri("https://example.amazonaws.com" + vector.Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new HttpMethod(vector.Method), address) { Content = vector.Body.Length > 0 ? new ByteArrayContent(vector.BodyBytes) : null };
        AWSCredentials credentials = new BasicAWSCredentials(SigningVector.AccessKey, SigningVector.SecretKey);
        foreach (var (name, value) in vector.Headers)
        {
            if (name == "X-Amz-Security-Token")
            {
                credentials = new SessionAWSCredentials(SigningVector.AccessKey, SigningVector.SecretKey, value);
            }
            else if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        await new RequestSigner(credentials, "us-east-1", "service", new FrozenTime()).SignAsync(request, vector.BodyBytes);

        request.Headers.NonValidated["Authorization"].ToString().ShouldBe(vector.Received().Headers.Authorization.ToString(), vector.Name);
    }

    [Fact]
    public void Paths_are_encoded_once_more_than_they_are_sent()
    {
        var address = new Uri("https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A1%3Afunction%3Af/invocations");

        CanonicalRequest.Of(new HttpRequestMessage(HttpMethod.Post, address), default).Text
            .ShouldStartWith("POST\n/2015-03-31/functions/arn%253Aaws%253Alambda%253Aus-east-1%253A1%253Afunction%253Af/invocations\n\nhost:lambda.us-east-1.amazonaws.com\n");
    }
}
