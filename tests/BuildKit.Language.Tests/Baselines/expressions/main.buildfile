param bool debug = false;
param int n = 3;
param string tag = null;
var a = debug && !(n > 2 || n <= 1) ? "a" : tag ?? git.Tag ?? "b";
var b = 1 + 2 * 3 - 4 / 2 % 5 - -n;
var c = ["x", ..["y", "z"], $"{b}"];
var d = c.Where(x => x != "x").Select(x => x.ToUpper() + x.Length.ToString())[0];
var e = c.Any() && c.Any(x => x == "x") && c.All(x => x.Contains("x") == true) && c.Contains("y");
bool f = e == false && a.StartsWith("a") && !string.IsNullOrEmpty(d);
int g = c.Count + c.Length + "abc".IndexOf("b") + a.Split("/").Skip(1).Take(1).Count;
string[] h = [.. c.Order().Distinct(), c.First(), c.Last(), a.Replace("a", "b").Trim().Substring(1, 2).TrimStart().TrimEnd()];
image X from scratch { Env("F", $"{f}{g}{string.Join(",", h)}{a[0]}"); }
