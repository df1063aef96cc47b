"""Pages: a room for each part of the site, each module with a `blueprint`; what several rooms use lies beside them."""
