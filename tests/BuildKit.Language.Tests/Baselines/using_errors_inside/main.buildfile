using "broken.buildfile" as broken;
image X from broken.Base { broken.Setup(); }
