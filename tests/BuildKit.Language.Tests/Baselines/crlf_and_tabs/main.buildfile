var a = "x";
stage Build from a
{
	Copi("x");
	Run(	"a",	monts: []);
	Write("/x", """
		one
		two
		""");
}
