stage Build from "debian:12" {
    Run("make";
    Run("a", env: new { A = "1");
    Copy("a" "b", to: "c");
    Exec(["a", "b");
    Env("A", ("x" + "y");
    Copy(
        "a"
        "b",
        to: "c");
    Undeclared("shows all the same");
}
