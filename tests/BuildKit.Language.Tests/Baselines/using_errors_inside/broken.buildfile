stage Base frm "debian:12" { Runn("x"); }
steps Setup() { Copy("a"); 
