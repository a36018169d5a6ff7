secret key = Secret.File("key.pem");
stage Files from scratch { Write("/a.txt", "a"); }
image Everything from Oci("base.tar:v1")
{
    WorkDir("app");
    Shell("/bin/bash", "-eu", "-c");
    Run(Raw("echo $HOME"), mounts: [
        Cache("/c", id: "shared", sharing: Private, travel: true), key.At("/run/key"), key.As("KEY"), Ssh(id: "work"), Tmpfs("/t", size: "64m"),
        Bind("/ctx"), Bind("files", path: "/a.txt", from: Files), Bind("/other", from: "other:1")]);
    Template("conf/app.tpl", to: "/etc/app.conf", values: new { name = "app", ports = [80, 443], debug = false, none = ["a"] }, owner: "0:0", mode: "600");
    Unpack("tool.tar.gz", to: "/opt", strip: 1, owner: "app:app");
    Unpack("/x.zip", to: "/opt/x", from: Files);
    Delete("/tmp/*", "/var/cache");
    Link("/usr/bin/tool", to: "../../opt/tool");
    Env("A", "1");
    Command("serve");
    Entrypoint("/usr/bin/tool");
    Expose(80, "53/udp");
    Volume("/data");
    HealthCheck($"curl -f {"http://localhost/it's"}", interval: "30s", timeout: "1.5s", startPeriod: "1m", retries: 3);
    StopSignal("SIGINT");
    User("app:app");
}
image Plain from Everything { HealthCheck.Exec("/bin/check"); Entrypoint("/bin/sh"); }
image Quiet from Plain { HealthCheck.None(); }
