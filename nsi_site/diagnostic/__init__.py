"""What goes wrong in schools, looked for by the site itself, and what to do about it, in French."""
