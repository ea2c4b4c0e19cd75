using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ControlPlane.Deployment.Templates;

/// <summary>A parameter of the template.</summary>
internal sealed class TemplateParameter(YamlMappingNode node)
{
    /// <summary>The value it has when none is given, or null when one must be given.</summary>
    public string? Default => node.Text("Default");

    /// <summary>The values it may have; empty when they are not listed.</summary>
    public IReadOnlyList<string> AllowedValues => node.Texts("AllowedValues");

    /// <summary>Whether CloudFormation takes a value.</summary>
    public bool Takes(string value) =>
        (AllowedValues.Count == 0 || AllowedValues.Contains(value))
        && (node.Text("AllowedPattern") is not { } pattern || Regex.IsMatch(value, $"^(?:{pattern})$"))
        && (node.Text("Type") != "Number" || IsInRange(value));

    private bool IsInRange(string value) =>
        decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
        && number >= Bound("MinValue", decimal.MinValue)
        && number <= Bound("MaxValue", decimal.MaxValue);

    private decimal Bound(string key, decimal otherwise) => node.Text(key) is { } text ? decimal.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
