secret token = Secret.Env("TOKEN");
var copy = token;
var list = [token];
string F(string x) => x;
image X from scratch
{
    Env("A", token);
    Env("B", $"{token}");
    Env("C", token + "x");
    Env("D", F(token));
    Run($"login {token}");
    Run(token);
    Exec("login", token);
    Write("/x", token);
    Template("a", to: "b", values: new { token });
    Run("login", mounts: [token.At("/run/secrets/token")], env: new { T = token });
    Env("E", token.Value);
    Run("login", mounts: [token.As("TOKEN"), token.As(1), token.As(path: "x")]);
    Env("F", token.As("TOKEN"));
}
