var a = "unclosed;
var b = "bad \q escape \u12 and \U00110000";
var c = $"hole {a";
var d = $"stray } brace";
var e = $"{a:D2} {a,10}";
var f = $"{}";
var g = """one line""";
var h = """
    good
   bad
    """;
var i = """
    text """;
var j = """"quotes""""";
var k = $"""{{{a}}}""";
var l = $$"""{a} {{a}} {{{a}}}""";
var m = $$"no";
var n = $"{a b}";
var o = """unclosed
var p = @"verbatim ""quoted"" \n";
var q = "ok";
