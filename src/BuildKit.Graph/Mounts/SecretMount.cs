namespace BuildKit.Graph.Mounts;

/// <summary>A secret as a file, readable by the run's user only. Only the id reaches a key; the value reaches neither key, layer nor output.</summary>
/// <param name="Secret">Which secret.</param>
public sealed record SecretMount(string Target, SecretSource Secret) : Mount(Target);
