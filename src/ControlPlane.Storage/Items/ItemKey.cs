namespace ControlPlane.Storage.Items;

/// <summary>Where an item lives: its partition (<c>PK</c>) and its place within it (<c>SK</c>), both case-sensitive. Sort keys are in the order of their UTF-8 bytes.</summary>
/// <param name="Partition">The partition key, for example <c>API#4wk1k4onj3</c>. Not empty.</param>
/// <param name="Sort">The sort key, for example <c>STAGE#prod</c>. Not empty.</param>
public readonly record struct ItemKey(string Partition, string Sort)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Partition} / {Sort}";
}
