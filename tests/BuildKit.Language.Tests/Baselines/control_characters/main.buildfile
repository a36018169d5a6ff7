image X from scratch { Copy("[31m", too: "b"); } 
