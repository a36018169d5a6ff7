namespace BuildKit.Delivery.Changes;

/// <summary>Who changes an environment, when, and with what.</summary>
/// <param name="By">The user.</param>
/// <param name="At">The time; written in UTC and whole seconds.</param>
/// <param name="Tool">The program and its version.</param>
public sealed record ChangeOrigin(string By, DateTimeOffset At, string Tool);
