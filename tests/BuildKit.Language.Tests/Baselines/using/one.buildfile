using "two.buildfile" as two;
steps One() { two.Two(); }
