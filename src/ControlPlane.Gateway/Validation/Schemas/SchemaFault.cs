namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>A schema cannot be compiled.</summary>
internal sealed class SchemaFault(string message, Exception? cause = null) : Exception(message, cause);
