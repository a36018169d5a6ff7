var sdk = "debian:12";
stage Build from sdkk { Copi("a"); Run($"{nme}"); Env("A", scrath); }
image Api from Biuld { Env("B", Locked); Run("x", mounts: [Cache("/c", sharing: Lokced)]); Env("C", git); }
