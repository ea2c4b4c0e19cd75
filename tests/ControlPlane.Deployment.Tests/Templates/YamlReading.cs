using YamlDotNet.RepresentationModel;

namespace ControlPlane.Deployment.Templates;

/// <summary>Ways through a YAML tree.</summary>
internal static class YamlReading
{
    /// <summary>The mapping at a path; missing parts fail the test by name.</summary>
    public static YamlMappingNode Map(this YamlMappingNode node, params string[] path) =>
        path.Aggregate(node, static (at, key) => at.Find(key) as YamlMappingNode ?? throw new InvalidOperationException($"The template has no {key} there."));

    /// <summary>The list of a key, or an empty one.</summary>
    public static IEnumerable<YamlNode> List(this YamlMappingNode node, string key) => node.Find(key) as YamlSequenceNode ?? [];

    /// <summary>The text of a key, or null.</summary>
    public static string? Text(this YamlMappingNode node, string key) => (node.Find(key) as YamlScalarNode)?.Value;

    /// <summary>The texts of a key that holds one or a list.</summary>
    public static IReadOnlyList<string> Texts(this YamlMappingNode node, string key) => node.Find(key) switch
    {
        YamlScalarNode scalar => [scalar.Value!],
        YamlSequenceNode list => [.. list.Cast<YamlScalarNode>().Select(static item => item.Value!)],
        _ => [],
    };

    /// <summary>The logical id that a !Ref, or !GetAtt names; null when the key holds something else.</summary>
    public static string? Target(this YamlMappingNode node, string key) => node.Find(key) is YamlScalarNode { Tag.IsEmpty: false } scalar
        ? scalar.Tag.Value switch
        {
            "!Ref" => scalar.Value,
            "!GetAtt" => scalar.Value!.Split('.')[0],
            _ => null,
        }
        : null;

    /// <summary>The node of a key, or null.</summary>
    public static YamlNode? Find(this YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;
}
