namespace ControlPlane.Gateway.Hosting.FunctionUrls;

/// <summary>The single texts of an event.</summary>
internal enum EventField
{
    /// <summary><c>rawPath</c>: with the stage of an HTTP API in front unless that is <c>$default</c>.</summary>
    RawPath,

    /// <summary><c>rawQueryString</c>: as sent.</summary>
    Query,

    /// <summary><c>body</c>: text or base64.</summary>
    Body,

    /// <summary><c>requestContext.http.method</c>.</summary>
    Method,

    /// <summary><c>requestContext.http.path</c>.</summary>
    Path,

    /// <summary><c>requestContext.http.protocol</c>.</summary>
    Protocol,

    /// <summary><c>requestContext.http.sourceIp</c>.</summary>
    SourceIp,

    /// <summary><c>requestContext.domainName</c>: the host the request came to.</summary>
    DomainName,

    /// <summary><c>requestContext.domainPrefix</c>: its first label.</summary>
    DomainPrefix,

    /// <summary><c>requestContext.apiId</c>: of the HTTP API or the function URL.</summary>
    ApiId,

    /// <summary><c>requestContext.stage</c>.</summary>
    Stage,

    /// <summary><c>requestContext.authorizer.iam.accessKey</c>.</summary>
    IamAccessKey,

    /// <summary><c>requestContext.authorizer.iam.accountId</c>.</summary>
    IamAccountId,

    /// <summary><c>requestContext.authorizer.iam.callerId</c>.</summary>
    IamCallerId,

    /// <summary><c>requestContext.authorizer.iam.principalOrgId</c>.</summary>
    IamPrincipalOrgId,

    /// <summary><c>requestContext.authorizer.iam.userArn</c>.</summary>
    IamUserArn,

    /// <summary><c>requestContext.authorizer.iam.userId</c>.</summary>
    IamUserId,
}
