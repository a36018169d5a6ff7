namespace BuildKit.Engine.Fetches;

/// <summary>How many bytes the lines of one head may still take.</summary>
/// <param name="most">The bytes in all.</param>
internal sealed class LineRoom(int most)
{
    private const int HeadTooLarge = 431;

    private int left = most;

    /// <summary>Takes bytes.</summary>
    /// <exception cref="RequestProblem">There is no room for them.</exception>
    internal void Take(int count)
    {
        left -= count;
        if (left < 0)
        {
            throw new RequestProblem(HeadTooLarge, "The head of the request is too large.");
        }
    }
}
