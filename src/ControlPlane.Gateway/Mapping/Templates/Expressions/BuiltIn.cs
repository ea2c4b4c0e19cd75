namespace ControlPlane.Gateway.Mapping.Templates.Expressions;

/// <summary>The variables API Gateway gives a template.</summary>
internal enum BuiltIn
{
    None,
    Input,
    Context,
    StageVariables,
    Util,
}
