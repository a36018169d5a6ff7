using System.Diagnostics;
using Greetings;

var uptime = Stopwatch.StartNew();
var app = WebApplication.CreateBuilder(args).Build();

app.MapGet("/health", () => "healthy");
app.MapGet("/hello/{name}", (string name) => Greeting.For(name, uptime.Elapsed));

app.Run();
