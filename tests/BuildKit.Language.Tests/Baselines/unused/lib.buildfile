var unusedInALibrary = "x";
steps Lib() { Env("A", "b"); var forgotten = 1; }
