vra x = 1;
RUN apt-get update
FROM debian:12
}
stage Build from "debian:12"
{
    COPY . /src
    while (true) { Run("x"); }
    return;
    else { }
    Run("still bound", cache: Neverr);
}
