namespace ControlPlane.Gateway.Splitting;

/// <summary>Why a request is served by the variant that serves it.</summary>
internal enum SplitReason
{
    /// <summary>The stage has no canary.</summary>
    NoCanary,

    /// <summary>By chance.</summary>
    Random,

    /// <summary>By the place of the client's key.</summary>
    Sticky,

    /// <summary>The request has no key, and is the base's therefore.</summary>
    MissingKey,

    /// <summary>A rule matches.</summary>
    Rule,

    /// <summary>A tester picks.</summary>
    Override,
}

/// <summary>Which variant serves a request, and why.</summary>
/// <param name="IsCanary">True for the canary, or null when chance is to decide.</param>
/// <param name="Reason">Why.</param>
/// <param name="Place">The client's place, 0.0 to 100.0, when it decides.</param>
/// <param name="Rule">The rule that matches, from 0 on, when one decides.</param>
internal readonly record struct SplitDecision(bool? IsCanary, SplitReason Reason, double Place = 0, int Rule = -1)
{
    /// <summary>The reason as access logs name it.</summary>
    public static string NameOf(SplitReason reason) => reason switch
    {
        SplitReason.Random => "random",
        SplitReason.Sticky => "sticky",
        SplitReason.MissingKey => "missing",
        SplitReason.Rule => "rule",
        SplitReason.Override => "override",
        _ => "none",
    };
}
