using ControlPlane.Storage.Tests.Access;
using ControlPlane.Storage.Tests.Accounts;
using ControlPlane.Storage.Tests.Apis;
using ControlPlane.Storage.Tests.Caching;
using ControlPlane.Storage.Tests.Deployments;
using ControlPlane.Storage.Tests.Documentation;
using ControlPlane.Storage.Tests.DomainNames;
using ControlPlane.Storage.Tests.Idempotency;
using ControlPlane.Storage.Tests.Metrics;
using ControlPlane.Storage.Tests.Parts;
using ControlPlane.Storage.Tests.Resources;
using ControlPlane.Storage.Tests.Stages;

namespace ControlPlane.Storage.Tests.DynamoDb;

// The tests of every repository once more, over the other engine.

public sealed class AccountRepositoryOnDynamoDbTests : AccountRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class RestApiRepositoryOnDynamoDbTests : RestApiRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class ResourceRepositoryOnDynamoDbTests : ResourceRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class DeploymentRepositoryOnDynamoDbTests : DeploymentRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class StageRepositoryOnDynamoDbTests : StageRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class CustomDomainRepositoryOnDynamoDbTests : CustomDomainRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class IdempotencyRepositoryOnDynamoDbTests : IdempotencyRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class PartRepositoryOnDynamoDbTests : PartRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class DraftRepositoryOnDynamoDbTests : DraftRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class DocumentationVersionRepositoryOnDynamoDbTests : DocumentationVersionRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class AccessRepositoryOnDynamoDbTests : AccessRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class MetricsRepositoryOnDynamoDbTests : MetricsRepositoryTests
{
    protected override bool IsOnDynamoDb => true;
}

public sealed class StoredCacheOnDynamoDbTests : StoredCacheTests
{
    protected override bool IsOnDynamoDb => true;
}
