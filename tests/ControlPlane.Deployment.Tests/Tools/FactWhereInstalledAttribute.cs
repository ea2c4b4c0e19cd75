namespace ControlPlane.Deployment.Tools;

/// <summary>A test that needs a Python package; where it is missing the test is skipped and its reason names it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWhereInstalledAttribute : FactAttribute
{
    /// <param name="module">The Python module, for example <c>samtranslator</c>.</param>
    /// <param name="package">The package to install for it.</param>
    public FactWhereInstalledAttribute(string module, string package)
    {
        if (!Python.Has(module))
        {
            Skip = $"The Python package {package} is not installed (pip install {package}; tests/run does it where PyPI can be reached).";
        }
    }
}
