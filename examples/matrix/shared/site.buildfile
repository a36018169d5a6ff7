// What the sites of this company have in common.

string Title(string edition) => $"Site, {edition.ToUpper()} edition";

steps Describe(string edition)
{
    Label("org.opencontainers.image.title", Title(edition));
    Write("/etc/site/edition", $"""
        {edition}

        """, mode: "0444");
    Env("SITE_EDITION", edition);
}
