using "one.buildfile" as one;
steps Two() { Env("A", "b"); }
