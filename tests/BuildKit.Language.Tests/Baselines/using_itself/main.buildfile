using "main.buildfile" as me;
image X from scratch { }
