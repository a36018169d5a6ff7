image Base from scratch { Write("/x", "y"); }
test Base0 of Base { Run("true"); }
environment Far { Registry("localhost:5000/far"); }
