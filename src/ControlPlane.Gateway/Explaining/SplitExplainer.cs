using System.Globalization;
using ControlPlane.Domain.Stages;
using ControlPlane.Domain.Wire;
using ControlPlane.Gateway.Logging;
using ControlPlane.Gateway.Splitting;
using ControlPlane.Gateway.Testing;

namespace ControlPlane.Gateway.Explaining;

/// <summary>Explains which variant of a stage serves a request, by the code that splits.</summary>
internal static class SplitExplainer
{
    /// <summary>Explains it.</summary>
    /// <exception cref="Domain.Errors.ApiException">400: a header has no name that a header can have.</exception>
    public static SplitExplanation Explain(Stage stage, ExplainedRequest request)
    {
        var target = request.Query.Length == 0 ? request.Path : $"{request.Path}?{request.Query}";
        var exchange = new TestExchange(request.Verb, target, [.. request.Headers], "", request.SourceIp ?? "");
        var context = new RequestContext(exchange, TimeProvider.System);
        exchange.Context = context;
        context.Begin();
        var decision = stage.CanarySettings is null ? new SplitDecision(false, SplitReason.NoCanary)
            : StageSplit.Of(stage)?.Decide(context) ?? new SplitDecision(null, SplitReason.Random);
        var place = Math.Round(decision.Place, 4);
        var percent = stage.CanarySettings?.PercentTraffic ?? 0;
        var variant = decision switch
        {
            { IsCanary: { } isCanary } => RequestLogging.VariantName(isCanary),
            _ when percent <= 0 => RequestLogging.VariantName(false),
            _ when percent >= 100 => RequestLogging.VariantName(true),
            _ => null,
        };
        return new SplitExplanation(
            variant,
            SplitDecision.NameOf(decision.Reason),
            Message(stage, decision, place),
            decision.Reason == SplitReason.Sticky ? place : null,
            decision.Reason == SplitReason.Rule ? decision.Rule + 1 : null);
    }

    /// <summary>How a stage's clients are split when more than chance decides.</summary>
    public static string Split(CanaryAffinity affinity, CanarySettings canary)
    {
        var rules = affinity.Rules.Count == 0 ? "" : "Where no rule matches, ";
        var key = affinity.By == AffinityKey.Random ? $"chance gives each request to the canary with a probability of {Text(canary.PercentTraffic)} %"
            : $"the canary serves the {Text(canary.PercentTraffic)} % of clients whose {Key(affinity)} comes first";
        return rules.Length == 0 ? $"{char.ToUpperInvariant(key[0])}{key[1..]}." : $"{rules}{key}.";
    }

    private static string Message(Stage stage, SplitDecision decision, double place)
    {
        var affinity = stage.CanaryAffinity;
        var share = Text(stage.CanarySettings?.PercentTraffic ?? 0);
        return decision.Reason switch
        {
            SplitReason.NoCanary => "The stage has no canary: its base serves every request.",
            SplitReason.Override => $"The header {affinity!.Override!.HeaderName} has the secret.",
            SplitReason.Rule => $"Rule {decision.Rule + 1} matches: {WireNames.Of(affinity!.Rules[decision.Rule].By)} {affinity.Rules[decision.Rule].Name ?? affinity.Rules[decision.Rule].Range}, {WireNames.Of(affinity.Rules[decision.Rule].Canary)} in the canary.",
            SplitReason.Sticky => $"The client's {Key(affinity!)} has place {Text(place)}; the canary has those below {share}.",
            SplitReason.MissingKey => $"The request has no {Key(affinity!)}: the base serves it.",
            _ when affinity?.By == AffinityKey.Cookie => $"The request has no {Key(affinity)}: it gets one, and is in the canary with a probability of {share} %.",
            _ => $"Chance gives the request to the canary with a probability of {share} %.",
        };
    }

    private static string Key(CanaryAffinity affinity) => affinity.By == AffinityKey.SourceIp ? "address" : $"{WireNames.Of(affinity.By)} {affinity.Name}";

    private static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
