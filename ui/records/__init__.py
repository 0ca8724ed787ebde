"""What the departments' pages have in common: sift rows, show and edit them, open one of them."""
