using System.CommandLine;
using ControlPlane.Api.Description;

namespace ControlPlane.Local;

/// <summary><c>service-model</c>: prints what <c>aws configure add-model</c> takes.</summary>
internal static class ServiceModelCommand
{
    /// <summary>Creates the command.</summary>
    public static Command Create()
    {
        var command = new Command("service-model", "Prints the service model that makes `aws controlplane ...` work: aws configure add-model --service-model file://...");
        command.SetAction(static _ =>
        {
            using var output = Console.OpenStandardOutput();
            ServiceModel.Write(output);
            return 0;
        });
        return command;
    }
}
