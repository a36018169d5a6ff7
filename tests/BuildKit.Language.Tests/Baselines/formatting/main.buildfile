

// first
param   string configuration="Release"   in [ "Debug","Release" ] ;
param string [ ] extras = [ ];   // kept apart
var n=-1+2*- 3 ;   var list = [
 "a" , .. extras,
      // inside
 "b"
    ]  ;
string F ( string x="y" )=>x==""||! ( x!="a" )  ? x : $"{ x }{x+"z"}" ;



steps   S(int a,int b)
{
Run($"""
      echo {a}
        {b}
      """,
network :true,
mounts: [ Cache( "/c" ,sharing : Locked ) ,
Tmpfs("/t") ] , env : new{A="1",n}) ;
}
stage Build
from "debian:12" on build {
if(configuration=="Debug"){ S( 1,b:2 ) ; }
else if (n<0) {
S(n,n);
}
else
{
/* block */ S(n, /* inner */ list.Select( x=>x.Length ) [ 0 ]);
}
      // last in the block
}
foreach(var v in list) { image $"x-{v}" from Build for["linux/amd64"] {
Env( "A",
F(v)
+ "b"
+ configuration) ;
  } }
	// the end
test   T of    Api{Start( ready:Port( 80 ),timeout :"5s") ;
Run ( "x" ) ; }
