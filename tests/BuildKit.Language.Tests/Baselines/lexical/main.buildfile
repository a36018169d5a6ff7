# a comment of another language
var a = 'text';
var b = 1.5;
var c = 99999999999999999999;
var d = a ~ b;
var e = §;
@
/* never closed
