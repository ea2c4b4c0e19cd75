namespace ControlPlane.Domain.Models;

/// <summary>The models that API Gateway gives a new API that is neither imported nor cloned.</summary>
public static class DefaultModels
{
    private const string _empty = """
        {
          "$schema": "http://json-schema.org/draft-04/schema#",
          "title" : "Empty Schema",
          "type" : "object"
        }
        """;

    private const string _error = """
        {
          "$schema" : "http://json-schema.org/draft-04/schema#",
          "title" : "Error Schema",
          "type" : "object",
          "properties" : {
            "message" : { "type" : "string" }
          }
        }
        """;

    /// <summary>Makes <c>Empty</c> and <c>Error</c>, with ids of their own.</summary>
    public static IReadOnlyList<Model> Create(IdSource ids) =>
    [
        Json(ids, "Empty", "This is a default empty schema model", _empty),
        Json(ids, "Error", "This is a default error schema model", _error),
    ];

    private static Model Json(IdSource ids, string name, string description, string schema) => new()
    {
        Id = ids.Next(IdSource.PartLength),
        Name = name,
        Description = description,
        ContentType = "application/json",
        Schema = schema.ReplaceLineEndings("\n"),
    };
}
