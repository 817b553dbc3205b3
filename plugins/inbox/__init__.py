"""접수함: hears complaints, keeps them private, and lets out only what ``disclosure`` lets out."""
