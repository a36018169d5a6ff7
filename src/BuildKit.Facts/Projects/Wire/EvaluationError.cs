namespace BuildKit.Facts.Projects.Wire;

/// <summary>Why a project could not be evaluated.</summary>
/// <param name="Kind"><c>sdk</c>: no SDK, or not the one that global.json asks for. <c>project</c>: the project, or one that it refers to, is wrong. <c>framework</c>: it has several and none was chosen.</param>
/// <param name="Message">What MSBuild says, in one line.</param>
/// <param name="Code">MSBuild's code, such as <c>MSB4019</c>; empty where there is none.</param>
/// <param name="File">The absolute path of the file that is wrong; empty where none is named.</param>
/// <param name="Line">From 1; 0 where unknown.</param>
/// <param name="Column">From 1; 0 where unknown.</param>
public sealed record EvaluationError(string Kind, string Message, string Code = "", string File = "", int Line = 0, int Column = 0);
