"""The sample library: articles that were written for Chancery, and questions about them."""
