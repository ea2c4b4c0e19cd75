using YamlDotNet.RepresentationModel;

namespace ControlPlane.Deployment.Templates;

/// <summary>template.yaml, as text that CloudFormation's short tags (!Ref, !Sub, ...) are still in.</summary>
internal sealed class Template
{
    private readonly YamlMappingNode _root;

    private Template(YamlMappingNode root) => _root = root;

    /// <summary>The template of this repository.</summary>
    public static Template Ours { get; } = Load(File.ReadAllText(Repository.At("template.yaml")));

    /// <summary>The parameters.</summary>
    public IReadOnlyDictionary<string, TemplateParameter> Parameters => Section("Parameters")
        .ToDictionary(static entry => entry.Key, static entry => new TemplateParameter((YamlMappingNode)entry.Value));

    /// <summary>The functions by logical id, with what Globals adds.</summary>
    public IReadOnlyDictionary<string, TemplateFunction> Functions => Resources("AWS::Serverless::Function")
        .ToDictionary(static entry => entry.Key, entry => new TemplateFunction(entry.Key, entry.Value.Map("Properties"), _root.Map("Globals", "Function")));

    /// <summary>Reads a template.</summary>
    public static Template Load(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return new Template((YamlMappingNode)stream.Documents[0].RootNode);
    }

    /// <summary>The resources of a type by logical id.</summary>
    public IReadOnlyDictionary<string, YamlMappingNode> Resources(string type) => Section("Resources")
        .Where(entry => ((YamlMappingNode)entry.Value).Text("Type") == type)
        .ToDictionary(static entry => entry.Key, static entry => (YamlMappingNode)entry.Value);

    /// <summary>A resource's properties.</summary>
    public YamlMappingNode Properties(string resource) => _root.Map("Resources", resource, "Properties");

    /// <summary>What a role allows or denies, all its inline policies together.</summary>
    public IReadOnlyList<Statement> Statements(string role) =>
    [
        .. Properties(role).List("Policies")
            .Cast<YamlMappingNode>()
            .SelectMany(static policy => policy.Map("PolicyDocument").List("Statement"))
            .Select(static statement => new Statement((YamlMappingNode)statement)),
    ];

    private IEnumerable<KeyValuePair<string, YamlNode>> Section(string name) =>
        _root.Map(name).Select(static entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, entry.Value));
}

/// <summary>A statement of a policy.</summary>
/// <param name="Node">Its text.</param>
internal sealed record Statement(YamlMappingNode Node)
{
    /// <summary>Allow or Deny.</summary>
    public string Effect => Node.Text("Effect")!;

    /// <summary>The actions.</summary>
    public IReadOnlyList<string> Actions => Node.Texts("Action");

    /// <summary>The resources; of a GetAtt or Sub its text.</summary>
    public IReadOnlyList<string> Resources => Node.Texts("Resource");
}
