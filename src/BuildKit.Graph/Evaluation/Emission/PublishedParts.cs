using System.Collections.Immutable;

namespace BuildKit.Graph.Evaluation.Emission;

/// <summary>How the files of a publish are told apart by how often they change: by MSBuild, which knows where each comes from, when the publish is over.</summary>
internal static class PublishedParts
{
    /// <summary>Where nothing of an SDK's image is.</summary>
    internal const string Root = "/publish";

    /// <summary>What changes with every line: the project's own output, and all that is known to nobody, such as a bundle or a native program.</summary>
    internal const string App = "app";

    /// <summary>The target that tells the files apart.</summary>
    internal const string Target = "BuildKitSortPublishedFiles";

    /// <summary>MSBuild imports what lies there into every project. Unlike a property for a file of one's own, that takes nothing away from what projects import themselves.</summary>
    internal const string TargetsFile = Root + "/Current/Microsoft.Common.targets/ImportAfter/BuildKit.targets";

    /// <summary>
    /// <para>All is published to the app's folder, by the whole of the SDK's pipeline. What belongs elsewhere is then moved: what is bundled, compiled into one program or left out by
    /// the trimmer is no longer there, and stays out of it. What ReadyToRun or the trimmer has rewritten lies among the intermediate files, but still says which package it is of.</para>
    /// <para>The endpoints of static web assets hold the time at which each was compressed. It becomes the time that files of layers have; the escapes keep MSBuild from taking
    /// the backslashes of the text for those of paths.</para>
    /// </summary>
    internal const string Targets = $$"""
        <Project>
          <Target Name="{{Target}}">
            <PropertyGroup>
              <_BuildKitFolder>$(PublishDir.Replace('$(MSBuildUserExtensionsPath)/{{App}}/', ''))</_BuildKitFolder>
              <_BuildKitRuntimePacks>;@(ResolvedRuntimePack->'%(NuGetPackageId)');</_BuildKitRuntimePacks>
              <_BuildKitIntermediate>$([MSBuild]::NormalizeDirectory('$(MSBuildProjectDirectory)', '$(IntermediateOutputPath)'))</_BuildKitIntermediate>
              <_BuildKitOutput>$([MSBuild]::NormalizeDirectory('$(MSBuildProjectDirectory)', '$(OutDir)'))</_BuildKitOutput>
            </PropertyGroup>
            <ItemGroup>
              <_BuildKitPart Include="runtime;packages;references;content;{{App}}" />
              <_BuildKitFile Include="@(ResolvedFileToPublish)" Part="content" Path="%(RelativePath)" />
              <_BuildKitFile Condition="$([System.String]::Copy('%(FullPath)').StartsWith('$(_BuildKitIntermediate)')) or $([System.String]::Copy('%(FullPath)').StartsWith('$(_BuildKitOutput)'))" Part="{{App}}" />
              <_BuildKitFile Condition="'%(_BuildKitFile.NuGetPackageId)' != '' or '%(_BuildKitFile.CopyLocal)' == 'true'" Part="packages" />
              <_BuildKitFile Condition="'%(_BuildKitFile.NuGetPackageId)' != '' and $(_BuildKitRuntimePacks.Contains(';%(_BuildKitFile.NuGetPackageId);'))" Part="runtime" />
              <_BuildKitFile Condition="'%(_BuildKitFile.ReferenceSourceTarget)' == 'ProjectReference'" Part="references" />
              <_BuildKitAsset Include="$(PublishDir)wwwroot/**" />
              <_BuildKitFile Include="@(_BuildKitAsset)" Part="content" Path="wwwroot/%(RecursiveDir)%(Filename)%(Extension)" />
              <_BuildKitWanted Include="@(_BuildKitFile->'$(PublishDir)%(Path)')" Condition="'%(_BuildKitFile.Part)' != '{{App}}'" />
              <_BuildKitWanted Remove="@(_BuildKitWanted)" Condition="!Exists('%(FullPath)')" />
              <_BuildKitMoved Include="@(_BuildKitWanted->DistinctWithCase())" />
              <_BuildKitEndpoints Include="$(PublishDir)*.staticwebassets.endpoints.json" />
            </ItemGroup>
            <MakeDir Directories="@(_BuildKitPart->'$(MSBuildUserExtensionsPath)/%(Identity)')" />
            <Move SourceFiles="@(_BuildKitMoved)" DestinationFiles="@(_BuildKitMoved->'$(MSBuildUserExtensionsPath)/%(Part)/$(_BuildKitFolder)%(Path)')" />
            <PropertyGroup>
              <_BuildKitEndpoints>@(_BuildKitEndpoints)</_BuildKitEndpoints>
            </PropertyGroup>
            <PropertyGroup Condition="'$(_BuildKitEndpoints)' != ''">
              <_BuildKitText>$([System.Text.RegularExpressions.Regex]::Replace($([System.IO.File]::ReadAllText('$(_BuildKitEndpoints)')), `(?&lt;="Last-Modified","Value":")[^"]*`, `Tue, 01 Jan 1980 00:00:00 GMT`))</_BuildKitText>
              <_BuildKitText>$(_BuildKitText.Replace('%25', '%252525').Replace('%3B', '%25253B').Replace('%40', '%252540').Replace('\', '%25255C'))</_BuildKitText>
              <_BuildKitText>$([MSBuild]::Unescape($(_BuildKitText)))</_BuildKitText>
            </PropertyGroup>
            <WriteLinesToFile Condition="'$(_BuildKitEndpoints)' != ''" File="$(_BuildKitEndpoints)" Lines="$(_BuildKitText)" Overwrite="true" />
          </Target>
        </Project>
        """;

    /// <summary>The parts, those first that change least: .NET itself where it comes along, packages, referenced projects, content, the app.</summary>
    internal static ImmutableArray<string> InOrder { get; } = ["runtime", "packages", "references", "content", App];

    internal static string FolderOf(string part) => $"{Root}/{part}";
}
