using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace ControlPlane.Deployment.Templates;

/// <summary>A function of the template.</summary>
internal sealed class TemplateFunction(string id, YamlMappingNode properties, YamlMappingNode globals)
{
    /// <summary>Its logical id.</summary>
    public string Id => id;

    /// <summary>The folder that is built, below the repository's.</summary>
    public string CodeUri => properties.Text("CodeUri")!;

    /// <summary>What Lambda starts: an assembly, or Assembly::Type::Method.</summary>
    public string Handler => properties.Text("Handler")!;

    /// <summary>Seconds.</summary>
    public int Timeout => int.Parse(properties.Text("Timeout")!, CultureInfo.InvariantCulture);

    /// <summary>The logical id of the role.</summary>
    public string Role => properties.Target("Role")!;

    /// <summary>The logical id of the log group.</summary>
    public string? LogGroup => properties.Map("LoggingConfig").Target("LogGroup");

    /// <summary>A property, its own or all functions'.</summary>
    public YamlNode? Property(string name) => properties.Find(name) ?? globals.Find(name);

    /// <summary>The environment variables, all functions' included; of a !Ref its target.</summary>
    public IReadOnlyDictionary<string, YamlScalarNode> Variables => globals.Map("Environment", "Variables")
        .Concat(properties.Map("Environment", "Variables"))
        .ToDictionary(static entry => ((YamlScalarNode)entry.Key).Value!, static entry => (YamlScalarNode)entry.Value);
}
