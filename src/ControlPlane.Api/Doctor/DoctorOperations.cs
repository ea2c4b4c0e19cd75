using ControlPlane.Api.Description;
using ControlPlane.Api.Stages;

namespace ControlPlane.Api.Doctor;

/// <summary>Our own operation that says what a stage lacks.</summary>
internal static class DoctorOperations
{
    private static readonly StructureShape _finding = new(
        "Finding",
        [
            new("severity", Shape.Text, "ERROR: requests fail. WARNING: they may, or it could not be found out. INFO: good to know.") { Values = ["ERROR", "WARNING", "INFO"] },
            new("code", Shape.Text, "What it is: FunctionNotFound, VariableNotSet, HostNotResolved and others."),
            new("variant", Shape.Text, "Which side of the stage; absent for the stage as a whole.") { Values = ["base", "canary"] },
            new("httpMethod", Shape.Text, "The method of the first route that it is about."),
            new("resourcePath", Shape.Text, "The path of the first route that it is about."),
            new("routes", Shape.Integer, "How many routes it is about."),
            new("message", Shape.Text, "What is missing, and what requests get for it."),
            new("command", Shape.Text, "The command that mends it, for a shell. Words in capitals stand for what only you know. Absent where no command does."),
        ]);

    public static Operation Examine { get; } = new(
        "ExamineStage",
        "POST",
        StageOperations.One + "/doctor",
        200,
        "Looks at every route of a stage, in the base and in the canary, and says what is missing and the command that mends it. Nothing is run; it takes 20 seconds at most.")
    {
        Output = new StructureShape(
            "Diagnosis",
            [
                new("healthy", Shape.Boolean, "True when there is no finding of severity ERROR and everything was looked up."),
                new("complete", Shape.Boolean, "False when time ran out before everything was looked up; the findings say what was not."),
                new("checked", Shape.Integer, "Routes that were looked at, those of the base and those of the canary."),
                new("findings", new ListShape(_finding), "What was found, the worst first."),
            ]),
        IsApiGateways = false,
    };

    public static IReadOnlyList<Operation> All { get; } = [Examine];
}
