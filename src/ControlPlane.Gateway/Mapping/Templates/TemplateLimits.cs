namespace ControlPlane.Gateway.Mapping.Templates;

/// <summary>What a template may cost, so that none can stop the gateway.</summary>
internal static class TemplateLimits
{
    /// <summary>Longest template, in characters (API Gateway: mapping template size).</summary>
    public const int TemplateLength = 300 * 1024;

    /// <summary>Deepest nesting of blocks and expressions.</summary>
    public const int Nesting = 100;

    /// <summary>Deepest nesting of macro calls and of defined blocks that are printed.</summary>
    public const int Calls = 20;

    /// <summary>Turns of one loop; the rest is left out (API Gateway: #foreach iterations).</summary>
    public const int LoopTurns = 1000;

    /// <summary>Units of work of one rendering: a node is one, long texts and big collections are more.</summary>
    public const long Work = 2_000_000;

    /// <summary>Longest rendered text, in bytes (API Gateway: payload).</summary>
    public const int OutputBytes = 10 * 1024 * 1024;

    /// <summary>Longest string a template may build, in characters.</summary>
    public const int StringLength = 10 * 1024 * 1024;

    /// <summary>Deepest nesting of a printed or compared value.</summary>
    public const int ValueDepth = 100;

    /// <summary>Widest integer, in bits.</summary>
    public const long IntegerBits = 4096;

    /// <summary>Longest regular expression, in characters.</summary>
    public const int PatternLength = 2000;
}
