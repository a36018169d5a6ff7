namespace BuildKit.Graph.Mounts;

/// <summary>A secret as a variable of a run. Only its id and the variable's name reach a key; the value reaches neither key, layer nor output.</summary>
/// <param name="Name">The variable; one that an image could have.</param>
/// <param name="Secret">Which secret.</param>
public sealed record SecretVariable(string Name, SecretSource Secret);
