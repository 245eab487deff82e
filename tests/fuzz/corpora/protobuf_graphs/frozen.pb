

xPlaceholder
=
wConst*1
value(B&"111111111111111111111111
 
cPyFunc*
token
pyfunc_0
 
mMap*
fR
__inference_f"
 

__inference_f
rReadFile