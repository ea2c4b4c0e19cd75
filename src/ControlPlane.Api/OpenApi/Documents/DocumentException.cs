namespace ControlPlane.Api.OpenApi.Documents;

/// <summary>A text that is no document at all: not JSON, not YAML, too deep, too large.</summary>
/// <param name="message">What is wrong, and on which line where that is known.</param>
internal sealed class DocumentException(string message) : Exception(message);
