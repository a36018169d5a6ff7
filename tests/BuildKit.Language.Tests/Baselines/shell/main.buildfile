var x = "a b";
var script = "echo hello";
image X from scratch
{
    Run(script);
    Run("echo " + x);
    Run(5);
    Run(Raw(script));
    Run($"echo {x} a{x}b \"quoted\"{x} $({x}) \"$(echo {x})\"");
    Run($"echo '{x}'");
    Run($"echo \"{x}\"");
    Run($"echo ${x}");
    Run($"echo ${{HOME:-{x}}}");
    Run($"echo `cat {x}`");
    Run($"echo \\{x} \\\\{x}");
    Run($"""
        # it's fine, a comment's quote opens nothing
        echo {x} # {x}
        cat <<EOF
        don't {x}
        EOF
        echo {x} $((1 << 2)) {x} <<< {x}
        """);
    Run($$"""echo ${HOME} {{x}} ${{x}}""");
    Run($"{["a", "b"]} {5} {true} {Raw(script)}");
    Run($"{X}");
    HealthCheck($"curl '{x}'");
    Env("A", Raw("x"));
    Env("B", $"{Raw("x")}");
    var raw = Raw("x");
}
