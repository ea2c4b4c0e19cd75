using System.Text.Json.Serialization;
using ControlPlane.Rollouts.Hooks;
using ControlPlane.Rollouts.Notifications;

namespace ControlPlane.Rollouts;

/// <summary>What rollouts send to others.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(HookQuestion))]
[JsonSerializable(typeof(NotificationMessage))]
[JsonSerializable(typeof(IReadOnlyList<EventBusEntry>))]
internal sealed partial class RolloutsJson : JsonSerializerContext;
