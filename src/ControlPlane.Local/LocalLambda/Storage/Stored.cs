namespace ControlPlane.Local.LocalLambda.Storage;

/// <summary>A document as it was read, with the revision a conditional write compares.</summary>
internal readonly record struct Stored<T>(T Value, long Revision);
