namespace ControlPlane.Gateway.Validation.Schemas;

/// <summary>A value asks for more work than a request may.</summary>
internal sealed class SchemaLimitException(string message) : Exception(message);
