param string release;
param string mode = "Release" in ["Release", "Debug"];
stage Base from $"debian:{release}" { Env("MODE", mode); }
steps Install(string package) { Run($"apt-get install {package}"); }
